#pragma once
// Search filters of LDAP with people's words in them. Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao::directory {

// RFC 4515: whatever is typed stands for itself.
std::string escaped(std::string_view value);
// Every "{}" of the pattern is the name, escaped.
std::string filter_for(std::string_view pattern, std::string_view name);

}  // namespace huabiao::directory
