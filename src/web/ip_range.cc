#include "web/ip_range.h"

#include <array>
#include <span>

#include "web/ip_address.h"

namespace huabiao::web {
namespace {

struct Range {
  std::string_view network;
  int bits;
  Reach reach;
};

// IANA IPv4 Special-Purpose Address Registry; the first row that holds an address decides.
constexpr Range kV4[] = {
    {"169.254.169.254", 32, Reach::Metadata},  // most clouds
    {"169.254.170.2", 32, Reach::Metadata},    // container credentials
    {"100.100.100.200", 32, Reach::Metadata},  // inside the shared range
    {"168.63.129.16", 32, Reach::Metadata},    // a public-looking address that only a cloud's machines reach
    {"192.0.0.192", 32, Reach::Metadata},      {"0.0.0.0", 8, Reach::Unspecified},
    {"127.0.0.0", 8, Reach::Loopback},         {"10.0.0.0", 8, Reach::Private},
    {"172.16.0.0", 12, Reach::Private},        {"192.168.0.0", 16, Reach::Private},
    {"100.64.0.0", 10, Reach::Shared},         {"169.254.0.0", 16, Reach::LinkLocal},
    {"192.0.2.0", 24, Reach::Documentation},   {"198.51.100.0", 24, Reach::Documentation},
    {"203.0.113.0", 24, Reach::Documentation}, {"233.252.0.0", 24, Reach::Documentation},
    {"192.0.0.0", 24, Reach::Reserved},                                            // protocol assignments
    {"192.88.99.0", 24, Reach::Reserved},                                          // 6to4 relay anycast, withdrawn
    {"198.18.0.0", 15, Reach::Reserved},                                           // benchmarks
    {"224.0.0.0", 4, Reach::Multicast},        {"240.0.0.0", 4, Reach::Reserved},  // and broadcast
};

// IANA IPv6 Special-Purpose Address Registry, addresses that carry an IPv4 one excepted.
constexpr Range kV6[] = {
    {"fd00:ec2::254", 128, Reach::Metadata},
    {"fd20:ce::254", 128, Reach::Metadata},
    {"::", 128, Reach::Unspecified},
    {"::1", 128, Reach::Loopback},
    {"fc00::", 7, Reach::Private},
    {"fec0::", 10, Reach::Private},  // site-local, withdrawn, still routed inside
    {"fe80::", 10, Reach::LinkLocal},
    {"ff00::", 8, Reach::Multicast},
    {"2001:db8::", 32, Reach::Documentation},
    {"3fff::", 20, Reach::Documentation},
    {"64:ff9b:1::", 48, Reach::Private},  // NAT64 of a local network
    {"100::", 64, Reach::Reserved},       // discard
    {"2001::", 23, Reach::Reserved},      // protocol assignments: benchmarks, ORCHID, Teredo's relatives
    {"5f00::", 16, Reach::Reserved},      // segment routing
};

bool holds(const IpAddress& network, int bits, const IpAddress& address) {
  std::size_t i = 0;
  for (; bits >= 8; bits -= 8, ++i)
    if (network.bytes[i] != address.bytes[i]) return false;
  if (bits == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xFF << (8 - bits));
  return (network.bytes[i] & mask) == (address.bytes[i] & mask);
}

struct ReadRange {
  IpAddress network;
  int bits;
  Reach reach;
};

template <std::size_t N>
std::array<ReadRange, N> read_ranges(const Range (&ranges)[N], bool v6) {
  std::array<ReadRange, N> read{};
  for (std::size_t i = 0; i < N; ++i) {
    const auto network = v6 ? read_ipv6(ranges[i].network) : read_ipv4(ranges[i].network);
    read[i] = {network.value(), ranges[i].bits, ranges[i].reach};
  }
  return read;
}

Reach reach_of_v4(const IpAddress& address) {
  static const auto ranges = read_ranges(kV4, false);
  for (const ReadRange& range : ranges)
    if (holds(range.network, range.bits, address)) return range.reach;
  return Reach::Public;
}

// The IPv4 address an IPv6 one carries, where a router or the kernel would take it out again.
std::optional<IpAddress> carried_v4(const IpAddress& address) {
  const auto& b = address.bytes;
  const auto at = [&b](std::size_t i, std::uint8_t flip) {
    IpAddress v4;
    for (std::size_t k = 0; k < 4; ++k) v4.bytes[k] = static_cast<std::uint8_t>(b[i + k] ^ flip);
    return v4;
  };
  const auto zero = [&b](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      if (b[i] != 0) return false;
    return true;
  };
  if (zero(0, 10) && b[10] == 0xFF && b[11] == 0xFF) return at(12, 0);  // ::ffff:a.b.c.d mapped
  if (zero(0, 8) && b[8] == 0xFF && b[9] == 0xFF && b[10] == 0 && b[11] == 0) return at(12, 0);  // ::ffff:0:a.b.c.d
  if (zero(0, 12) && (b[12] | b[13]) != 0) return at(12, 0);                                     // ::a.b.c.d compatible
  if (b[0] == 0 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B && zero(4, 12)) return at(12, 0);  // NAT64
  if (b[0] == 0x20 && b[1] == 0x02) return at(2, 0);                                               // 6to4
  if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) return at(12, 0xFF);                 // Teredo, inverted
  if ((b[8] & 0xFD) == 0 && b[9] == 0 && b[10] == 0x5E && b[11] == 0xFE) return at(12, 0);         // ISATAP
  return std::nullopt;
}

Reach reach_of_v6(const IpAddress& address) {
  static const auto ranges = read_ranges(kV6, true);
  if (const auto v4 = carried_v4(address)) {
    const Reach inner = reach_of_v4(*v4);
    if (inner != Reach::Public) return inner;
    const bool mapped = address.bytes[10] == 0xFF && address.bytes[11] == 0xFF && address.bytes[0] == 0;
    const bool nat64 = address.bytes[1] == 0x64;
    if (mapped || nat64) return Reach::Public;
    if (address.bytes[0] == 0x20) return Reach::Reserved;  // 6to4 and Teredo: tunnels no site is served through
  }
  for (const ReadRange& range : ranges)
    if (holds(range.network, range.bits, address)) return range.reach;
  return (address.bytes[0] & 0xE0) == 0x20 ? Reach::Public : Reach::Reserved;  // only 2000::/3 is given out
}

std::string_view without_brackets(std::string_view text) {
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']') return text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

std::string_view to_string(Reach reach) {
  static constexpr std::string_view kNames[] = {"public",        "unspecified", "loopback",      "private",
                                                "shared",        "link-local",  "metadata",      "multicast",
                                                "documentation", "reserved",    "not-an-address"};
  return kNames[static_cast<std::size_t>(reach)];
}

Reach reach_of(std::string_view ip_text) {
  std::string_view text = without_brackets(ip_text);
  if (const auto v4 = read_ipv4(text)) return reach_of_v4(*v4);
  const std::size_t zone = text.find('%');
  const auto v6 = read_ipv6(text.substr(0, zone));
  if (!v6) return Reach::NotAnAddress;
  const Reach reach = reach_of_v6(*v6);
  return zone != std::string_view::npos && reach == Reach::Public ? Reach::LinkLocal : reach;
}

std::optional<std::string> canonical_ip(std::string_view ip_text) {
  const std::string_view text = without_brackets(ip_text);
  if (const auto v4 = text.size() == ip_text.size() ? read_ipv4(text) : std::nullopt) return to_string(*v4);
  if (const auto v6 = read_ipv6(text)) return to_string(*v6);
  return std::nullopt;
}

}  // namespace huabiao::web
