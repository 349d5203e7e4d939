#pragma once
// Timetable: when in a period each site of the watch is due. Sites are spread over it evenly and for good: a site that
// joins or leaves moves no other, and sites that stand beside each other in the register, often on one machine, are due
// far from each other. Pure: time is handed in. One thread.

#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"

namespace huabiao::monitor {

// Where in a period a site is due: the golden ratio's multiples fill an interval more evenly than chance does.
Millis offset_of(std::int64_t site, Millis period);

class Timetable {
 public:
  struct Due {
    std::int64_t site;
    Millis at;  // since the period began
  };
  Timetable() = default;
  Timetable(std::span<const std::int64_t> sites, Millis period);

  // Due by `elapsed` since the period began and not told yet, in their order.
  std::vector<Due> due(Millis elapsed);
  // Those of the period not told yet, in their order.
  std::vector<Due> rest();

 private:
  std::vector<Due> order_;
  std::size_t told_ = 0;
};

}  // namespace huabiao::monitor
