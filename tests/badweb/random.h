#pragma once
// Random: numbers that depend on nothing but the keys they were made from, so that server, workbook and truth agree
// without talking to each other. SplitMix64; not for secrets. Values; one thread each.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace huabiao::badweb {

class Random {
 public:
  // The same seed, index and purpose give the same numbers for ever; another purpose gives unrelated ones.
  Random(std::uint64_t seed, std::uint64_t index, std::string_view purpose) : state_(seed * 0x9E3779B97F4A7C15ULL) {
    mix(index + 0x632BE59BD9B4E019ULL);
    for (const char c : purpose) mix(static_cast<unsigned char>(c));
  }

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  // 0..count-1. Requires: count > 0.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  // low..high, both included. Requires: low <= high.
  int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low) + 1)); }
  bool chance(int percent) { return static_cast<int>(below(100)) < percent; }
  template <class T, std::size_t N>
  const T& pick(const T (&from)[N]) {
    return from[below(N)];
  }
  template <class T>
  const T& pick(std::span<const T> from) {
    return from[below(from.size())];
  }
  // `count` decimal digits, the first one of 1..9.
  std::string digits(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += static_cast<char>(i == 0 ? '1' + below(9) : '0' + below(10));
    return out;
  }

 private:
  void mix(std::uint64_t value) {
    state_ ^= value;
    next();
    state_ = state_ * 0xD6E8FEB86659FD93ULL + 1;
  }
  std::uint64_t state_;
};

}  // namespace huabiao::badweb
