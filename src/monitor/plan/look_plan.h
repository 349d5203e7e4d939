#pragma once
// LookPlan: in which periods of the watch a site gets a look of one kind (look.h) as well: once every so often, by the
// clock on the wall, so that a restart neither repeats nor forgets it; and again within the hour where such a look has
// found an attack, so that it is confirmed or cleared soon. Pure: time is handed in. Thread: one.

#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "base/clock.h"
#include "monitor/look.h"

namespace huabiao::monitor {

class LookPlan {
 public:
  static constexpr Millis kAgain = std::chrono::hours(1);

  LookPlan(Look look, Millis every) : look_(look), every_(every) {}  // 0: never

  [[nodiscard]] Look look() const { return look_; }
  // `period`: its length; it counts where no period ended lately, as at the start or after a clock was set.
  void begin_period(TimePoint now, Millis period);
  [[nodiscard]] bool due(std::int64_t site) const;
  void accused(std::int64_t site);
  void cleared(std::int64_t site) { again_.erase(site); }
  // The site is not visited in this period: a look it is due for is owed until one is made.
  void left_out(std::int64_t site) {
    if (due(site)) owed_.insert(site);
  }
  void visited(std::int64_t site) { owed_.erase(site); }
  // It was to get such a look and could not be visited.
  void missed(std::int64_t site) { owed_.insert(site); }

 private:
  Look look_;
  Millis every_;
  TimePoint from_{}, to_{};
  std::unordered_map<std::int64_t, TimePoint> again_;  // when, of sites accused
  std::unordered_set<std::int64_t> owed_;
};

}  // namespace huabiao::monitor
