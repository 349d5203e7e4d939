#include "monitor/plan/look_plan.h"

#include <algorithm>

#include "monitor/plan/timetable.h"

namespace huabiao::monitor {

void LookPlan::begin_period(TimePoint now, Millis period) {
  // From where the one before ended: periods begin a little late, and no moment may fall between two.
  const bool goes_on = to_ < now && to_ >= now - 2 * period;
  from_ = goes_on ? to_ : now - period;
  to_ = now;
}

bool LookPlan::due(std::int64_t site) const {
  if (every_ <= Millis(0)) return false;
  if (owed_.contains(site)) return true;
  if (const auto again = again_.find(site); again != again_.end() && again->second <= to_) return true;
  // Looks of several kinds with one rhythm keep away from each other.
  const Millis shift = every_ * static_cast<int>(look_) / static_cast<int>(kLooks.size());
  // Its moments are shift + offset + k * every; is one of them in (from, to]?
  const auto turns = [&](TimePoint at) { return (at.time_since_epoch() - offset_of(site, every_) - shift) / every_; };
  return turns(to_) != turns(from_);
}

void LookPlan::accused(std::int64_t site) {
  again_[site] = to_ + std::min(kAgain, every_);
}

}  // namespace huabiao::monitor
