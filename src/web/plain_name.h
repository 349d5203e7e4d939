#pragma once
// The fast way to A-labels and back for names nothing has to be mapped in: common Chinese characters, lower-case
// letters, digits, inner hyphens. idna.h is the slow engine it is tested against. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace huabiao::web {

// The name in A-labels; it is then its own form in U-labels. Nothing: another way must be taken, which may still
// succeed.
std::optional<std::string> plain_name_to_ascii(std::string_view name);

// The way back, for a name in lower case: its U-labels, where that way leads to the very same name again.
std::optional<std::string> plain_name_to_unicode(std::string_view ascii);

}  // namespace huabiao::web
