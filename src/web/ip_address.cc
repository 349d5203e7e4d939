#include "web/ip_address.h"

#include <algorithm>
#include <charconv>

namespace huabiao::web {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The part before the next dot, taken off `rest`; `more` says whether a dot stood there.
std::string_view take_part(std::string_view& rest, bool& more) {
  const std::size_t dot = rest.find('.');
  more = dot != std::string_view::npos;
  const std::string_view part = rest.substr(0, dot);
  rest.remove_prefix(more ? dot + 1 : rest.size());
  return part;
}

// WHATWG "IPv4 number parser".
std::optional<std::uint64_t> read_loose_number(std::string_view part) {
  int base = 10;
  if (part.size() >= 2 && part[0] == '0' && (part[1] == 'x' || part[1] == 'X')) {
    base = 16;
    part.remove_prefix(2);
  } else if (part.size() >= 2 && part[0] == '0') {
    base = 8;
    part.remove_prefix(1);
  }
  if (part.empty()) return base == 10 ? std::nullopt : std::optional<std::uint64_t>(0);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, base);
  if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
  return value;
}

IpAddress from_bits(std::uint32_t bits) {
  IpAddress address;
  for (std::size_t i = 0; i < 4; ++i) address.bytes[i] = static_cast<std::uint8_t>(bits >> (24 - 8 * i));
  return address;
}

// What stands on one side of "::": groups of hex digits, the last of which may be a dotted IPv4 address.
// Returns the number of groups, or -1.
int read_groups(std::string_view text, std::array<std::uint16_t, 8>& groups) {
  int count = 0;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      const auto v4 = read_ipv4(group);
      if (!v4 || count > 6) return -1;
      for (std::size_t i = 0; i < 2; ++i)
        groups[static_cast<std::size_t>(count++)] =
            static_cast<std::uint16_t>((v4->bytes[2 * i] << 8) | v4->bytes[2 * i + 1]);
      return count;
    }
    if (group.empty() || group.size() > 4 || count >= 8 || !std::ranges::all_of(group, is_hex)) return -1;
    std::from_chars(group.data(), group.data() + group.size(), groups[static_cast<std::size_t>(count++)], 16);
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
    if (text.empty()) return -1;  // a single colon at the end
  }
  return count;
}

}  // namespace

std::optional<IpAddress> read_ipv4(std::string_view text) {
  IpAddress address;
  bool more = true;
  for (std::size_t i = 0; i < 4; ++i) {
    if (!more) return std::nullopt;
    const std::string_view part = take_part(text, more);
    if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, is_digit)) return std::nullopt;
    if (part.size() > 1 && part[0] == '0') return std::nullopt;
    int value = 0;
    std::from_chars(part.data(), part.data() + part.size(), value);
    if (value > 255) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(value);
  }
  if (more) return std::nullopt;
  return address;
}

std::optional<IpAddress> read_ipv4_loosely(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  std::uint64_t bits = 0;
  bool more = true;
  for (int i = 0; more; ++i) {
    const auto value = read_loose_number(take_part(text, more));
    if (!value || i > 3) return std::nullopt;
    if (more) {
      if (*value > 255) return std::nullopt;
      bits |= *value << (24 - 8 * i);
    } else {
      if (*value >= (std::uint64_t{1} << (32 - 8 * i))) return std::nullopt;
      bits |= *value;
    }
  }
  return from_bits(static_cast<std::uint32_t>(bits));
}

std::optional<IpAddress> read_ipv6(std::string_view text) {
  std::array<std::uint16_t, 8> head{};
  std::array<std::uint16_t, 8> tail{};
  const std::size_t gap = text.find("::");
  int heads = 0;
  int tails = 0;
  if (gap == std::string_view::npos) {
    heads = read_groups(text, head);
    if (heads != 8) return std::nullopt;
  } else {
    heads = read_groups(text.substr(0, gap), head);
    tails = read_groups(text.substr(gap + 2), tail);
    if (heads < 0 || tails < 0 || heads + tails > 7) return std::nullopt;
    if (text.substr(0, gap).find('.') != std::string_view::npos) return std::nullopt;
  }
  IpAddress address{.v6 = true};
  const auto put = [&address](std::size_t group, std::uint16_t value) {
    address.bytes[2 * group] = static_cast<std::uint8_t>(value >> 8);
    address.bytes[2 * group + 1] = static_cast<std::uint8_t>(value);
  };
  for (int i = 0; i < heads; ++i) put(static_cast<std::size_t>(i), head[static_cast<std::size_t>(i)]);
  for (int i = 0; i < tails; ++i) put(8 - static_cast<std::size_t>(tails - i), tail[static_cast<std::size_t>(i)]);
  return address;
}

bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.empty()) return false;
  if (std::ranges::all_of(last, is_digit)) return true;
  return last.size() >= 2 && last[0] == '0' && (last[1] == 'x' || last[1] == 'X') &&
         std::ranges::all_of(last.substr(2), is_hex);
}

std::string to_string(const IpAddress& address) {
  if (!address.v6) {
    std::string text;
    for (std::size_t i = 0; i < 4; ++i) text += (i ? "." : "") + std::to_string(address.bytes[i]);
    return text;
  }
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) groups[i] = (unsigned{address.bytes[2 * i]} << 8) | address.bytes[2 * i + 1];
  std::size_t gap = 8;  // RFC 5952 4.2: the longest run of zero groups, the first of equals, at least two
  std::size_t gap_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t run = 0;
    while (i + run < 8 && groups[i + run] == 0) ++run;
    if (run > gap_length) gap = i, gap_length = run;
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gap) {
      text += "::";
      i += gap_length - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text += ':';
    char digits[4];
    const auto end = std::to_chars(digits, digits + 4, groups[i], 16).ptr;
    text.append(digits, end);
  }
  return text;
}

}  // namespace huabiao::web
