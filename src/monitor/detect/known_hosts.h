#pragma once
// Hosts half the web points at from hidden places: counters, advertising, sharing, script libraries. A hidden link or
// frame to one of them says nothing. Constant data; any thread.

#include <string_view>

namespace huabiao::monitor {

bool is_known_service(std::string_view host);

}  // namespace huabiao::monitor
