#pragma once
// IpNetwork: all addresses that begin with the same bits ("10.0.0.0/8"). Pure; any thread.

#include <optional>
#include <string_view>

#include "web/ip_address.h"

namespace huabiao::web {

struct IpNetwork {
  IpAddress address;
  int bits = 0;
};

// An address with /BITS, or alone. nullopt: neither, or bits set beyond BITS, which somebody meant otherwise.
std::optional<IpNetwork> read_network(std::string_view text);
// An IPv4 address mapped into IPv6 counts as the IPv4 address it carries.
bool holds(const IpNetwork& network, std::string_view ip_text);

}  // namespace huabiao::web
