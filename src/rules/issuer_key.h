#pragma once
// The public half of the key packs issued with huabiao are signed with. Whoever builds huabiao for an organisation of
// its own puts that organisation's key here; the private half never comes near the sources.

#include <string_view>

namespace huabiao::rules {

inline constexpr std::string_view kIssuerKey = "056e188ef051a50af3601c87f8517e95311d1a286a5da783587ad5bbbe56ae4b";

}  // namespace huabiao::rules
