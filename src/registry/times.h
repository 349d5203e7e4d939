#pragma once
// Both times of a fact: when it was true (effective) and when huabiao learnt it (recorded). Every fact of the register
// is kept with both, so that "as of day D, as known on day R" is one query. Plain values.

#include <string>
#include <utility>

#include "base/clock.h"
#include "base/id.h"

namespace huabiao::registry {

using ImportId = Id<struct ImportTag>;

// The end of what has not ended. Compares greater than any instant that can be written.
inline constexpr TimePoint kForever{Millis(253402300799999)};  // 9999-12-31T23:59:59.999Z
inline constexpr TimePoint kBeginning{Millis(0)};

// [from, to): `to` itself is no longer inside.
struct Span {
  TimePoint from = kBeginning, to = kForever;
  bool operator==(const Span&) const = default;
  [[nodiscard]] bool contains(TimePoint at) const { return from <= at && at < to; }
  [[nodiscard]] bool empty() const { return from >= to; }
};

// Which state of the register is asked for. Ask for now with AsOf::at(clock.now()); a report keeps `recorded` fixed and
// so gives the same numbers for ever.
struct AsOf {
  TimePoint effective, recorded;
  static AsOf at(TimePoint now) { return {now, now}; }
};

// A fact with its two times and its origin.
template <class T>
struct Versioned {
  T value;
  Span effective, recorded;
  std::string by;         // account name, or "cli"
  std::string closed_by;  // who recorded otherwise later; empty while it is believed
  ImportId import;        // 0: edited by hand
};

}  // namespace huabiao::registry
