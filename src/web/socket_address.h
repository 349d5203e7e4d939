#pragma once
// The address in a socket's address, as ip_range.h reads it. Pure; any thread.

#include <string>

struct sockaddr;

namespace huabiao::web {

// Canonical: "192.0.2.1", "2001:db8::1". Requires: IPv4 or IPv6.
std::string address_text(const sockaddr& socket);

}  // namespace huabiao::web
