#pragma once
// NameTable: a fixed list of names (lower case ASCII), found by their keys whatever their case. Pure; any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {

// Open addressing; a slot whose index is 0 is free, and so the first of the names is none.
template <std::size_t kSlotBits>
class NameTable {
 public:
  template <class Names>
  constexpr explicit NameTable(const Names& names) {
    for (std::size_t i = 1; i < std::size(names); ++i) {
      const std::uint64_t key = scan::key_of(names[i]);
      std::size_t at = place(key);
      while (slots_[at].index != 0) at = (at + 1) % slots_.size();
      slots_[at] = {key, names[i], static_cast<std::uint8_t>(i)};
    }
  }
  // 0 for a name that is not in the table. `key`: its scan::key_of.
  [[nodiscard]] std::uint8_t find(std::string_view name, std::uint64_t key) const {
    for (std::size_t at = place(key); slots_[at].index != 0; at = (at + 1) % slots_.size()) {
      const Slot& slot = slots_[at];
      if (slot.key != key || slot.name.size() != name.size()) continue;
      // Equal keys of equal length are equal letters up to eight of them.
      return name.size() <= 8 || ascii::starts_with_nocase(name, slot.name) ? slot.index : std::uint8_t{0};
    }
    return 0;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::string_view name;
    std::uint8_t index = 0;
  };
  static constexpr std::size_t place(std::uint64_t key) {
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> (64 - kSlotBits));
  }
  std::array<Slot, 1u << kSlotBits> slots_{};
};

}  // namespace huabiao::monitor
