#include "web/ip_network.h"

#include <algorithm>
#include <charconv>

namespace huabiao::web {
namespace {

std::optional<IpAddress> read_either(std::string_view text) {
  if (auto v4 = read_ipv4(text)) return v4;
  return read_ipv6(text);
}

bool is_mapped(const IpAddress& address) {
  return address.v6 && std::all_of(address.bytes.begin(), address.bytes.begin() + 10, [](auto b) { return b == 0; }) &&
         address.bytes[10] == 0xFF && address.bytes[11] == 0xFF;
}

bool bit(const IpAddress& address, int at) {
  return (address.bytes.at(static_cast<std::size_t>(at / 8)) >> (7 - at % 8) & 1) != 0;
}

}  // namespace

std::optional<IpNetwork> read_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = read_either(text.substr(0, slash));
  if (!address) return std::nullopt;
  const int most = address->v6 ? 128 : 32;
  int bits = most;
  if (slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), bits);
    if (error != std::errc() || end != number.data() + number.size() || bits < 0 || bits > most) return std::nullopt;
  }
  for (int at = bits; at < most; ++at)
    if (bit(*address, at)) return std::nullopt;
  return IpNetwork{*address, bits};
}

bool holds(const IpNetwork& network, std::string_view ip_text) {
  auto address = read_either(ip_text);
  if (!address) return false;
  if (is_mapped(*address)) {
    IpAddress carried;
    std::copy(address->bytes.begin() + 12, address->bytes.end(), carried.bytes.begin());
    address = carried;
  }
  if (address->v6 != network.address.v6) return false;
  for (int at = 0; at < network.bits; ++at)
    if (bit(*address, at) != bit(network.address, at)) return false;
  return true;
}

}  // namespace huabiao::web
