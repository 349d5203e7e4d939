#pragma once
// Id<Tag>: a row number that cannot be mistaken for another kind's. 0 is "none yet" (not stored).

#include <compare>
#include <cstdint>
#include <functional>

namespace huabiao {

template <class Tag>
struct Id {
  std::int64_t value = 0;
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
};

}  // namespace huabiao

template <class Tag>
struct std::hash<huabiao::Id<Tag>> {
  std::size_t operator()(const huabiao::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
