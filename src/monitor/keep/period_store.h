#pragma once
// PeriodStore: how each period of the watch was kept, for as long as samples are: what was promised, what was done, how
// late. A port: storage/ implements it. Thread: any; readers do not wait. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/keep/kept_finding.h"

namespace huabiao::monitor {

// Lateness: from when a site was due to when its first visit was handed to a worker.
struct WatchPeriod {
  RoundId round;
  TimePoint began{};
  std::int64_t rows = 0, done = 0;  // due in the period, and those with their row
  std::int64_t not_visited = 0;     // of those done: the watch did not get to them
  std::int64_t left_alone = 0;      // of those done: by the order their site is under
  Millis late_middle{}, late_p99{}, late_most{};
  bool operator==(const WatchPeriod&) const = default;
};

struct PeriodLimits {
  static constexpr std::chrono::days kRetention{400};
  static constexpr std::size_t kMostListed = 3'000;  // two days of minutes
};

class PeriodStore {
 public:
  virtual ~PeriodStore() = default;
  // Of a period that ended; drops what is past retention.
  virtual Done keep(const WatchPeriod& period) = 0;
  // Those that began at `since` or later, oldest first; of too many the newest kMostListed.
  virtual Result<std::vector<WatchPeriod>> periods(TimePoint since) = 0;
};

}  // namespace huabiao::monitor
