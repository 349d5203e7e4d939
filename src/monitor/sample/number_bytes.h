#pragma once
// Numbers as few bytes: seven bits in each, the lowest first; signs folded into the lowest bit. For blocks and batches
// of samples. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huabiao::monitor {

inline void put_number(std::string& bytes, std::uint64_t number) {
  constexpr std::uint64_t kMore = 0x80;
  for (; number >= kMore; number >>= 7) bytes += static_cast<char>(number | kMore);
  bytes += static_cast<char>(number);
}

// nullopt: the bytes end, or the number has more than 63 bits.
inline std::optional<std::uint64_t> take_number(std::string_view& bytes) {
  constexpr unsigned kMostBits = 63;
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < kMostBits && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if (byte < 0x80U) return number;
  }
  return std::nullopt;
}

constexpr std::uint64_t zigzag(std::int64_t number) {
  return (static_cast<std::uint64_t>(number) << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0);
}
constexpr std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>((number >> 1) ^ (~(number & 1) + 1));
}

inline std::optional<std::uint8_t> take_byte(std::string_view& bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto byte = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return byte;
}

}  // namespace huabiao::monitor
