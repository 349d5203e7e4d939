#pragma once
// An RDAP answer about a domain (RFC 9083): its events, statuses, registrar and name servers. Who registered it is
// passed over. Hostile: sizes, depth and lists are bounded by RegistrationLimits. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "monitor/registration.h"

namespace huabiao::monitor {

// Below a registry's base URL: "domain/example.cn".
std::string rdap_path(std::string_view domain);

// Nothing: it is no answer about that domain. `domain`: A-labels.
std::optional<Registration> read_rdap(std::string_view text, std::string_view domain);

}  // namespace huabiao::monitor
