#pragma once
// A connection begun to an address: what the probes that are no curl transfers share. Inner to this room.

#include <cstdint>
#include <string>

namespace huabiao::monitor::fetch {

// A non-blocking socket that is connecting, or connected; -1: none, errno says why. Whether the address may be
// connected to is the caller's to know. Requires: a canonical IPv4 or IPv6 address.
int begin_connection(const std::string& address, std::uint16_t port);

}  // namespace huabiao::monitor::fetch
