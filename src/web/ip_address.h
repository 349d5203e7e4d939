#pragma once
// IpAddress: an address as bytes, read from and written to text. Pure; any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huabiao::web {

struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  // network order; IPv4 in the first four
};

// Four decimal parts 0..255 without leading zeros, nothing else.
std::optional<IpAddress> read_ipv4(std::string_view text);
// As browsers read a host that ends in a number: one to four parts, decimal, 0octal or 0xhex, the last one filling up.
std::optional<IpAddress> read_ipv4_loosely(std::string_view text);
// RFC 4291 text, no brackets, no zone.
std::optional<IpAddress> read_ipv6(std::string_view text);
// Would a browser take this host for an IPv4 address? Its last label is a number, decimal or hexadecimal.
bool ends_in_number(std::string_view host);

std::string to_string(const IpAddress& address);  // dotted, or RFC 5952

}  // namespace huabiao::web
