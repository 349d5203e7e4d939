#include "monitor/plan/timetable.h"

#include <algorithm>

namespace huabiao::monitor {

Millis offset_of(std::int64_t site, Millis period) {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
  const std::uint64_t fraction = static_cast<std::uint64_t>(site) * kGolden;
  constexpr unsigned kKeptBits = 32;
  return Millis(
      static_cast<std::int64_t>((fraction >> kKeptBits) * static_cast<std::uint64_t>(period.count()) >> kKeptBits));
}

Timetable::Timetable(std::span<const std::int64_t> sites, Millis period) {
  order_.reserve(sites.size());
  for (const std::int64_t site : sites) order_.push_back({site, offset_of(site, period)});
  std::ranges::stable_sort(order_, {}, &Due::at);
}

std::vector<Timetable::Due> Timetable::due(Millis elapsed) {
  const auto from = order_.begin() + static_cast<std::ptrdiff_t>(told_);
  const auto to = std::ranges::upper_bound(from, order_.end(), elapsed, {}, &Due::at);
  told_ = static_cast<std::size_t>(to - order_.begin());
  return {from, to};
}

std::vector<Timetable::Due> Timetable::rest() {
  std::vector<Due> left(order_.begin() + static_cast<std::ptrdiff_t>(told_), order_.end());
  told_ = order_.size();
  return left;
}

}  // namespace huabiao::monitor
