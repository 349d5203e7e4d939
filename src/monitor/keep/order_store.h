#pragma once
// OrderStore: the orders people gave the watch, all of them: who allowed what when stays on record. A port: storage/
// implements it. Thread: any; readers do not wait. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/watch_order.h"

namespace huabiao::monitor {

struct GivenOrder {
  std::int64_t site = 0;
  WatchOrder order;
  std::string by;  // account
  TimePoint at{};
};

class OrderStore {
 public:
  virtual ~OrderStore() = default;
  // The order of the settings, under which every site is that was given none of its own.
  [[nodiscard]] virtual const WatchOrder& general() const = 0;
  // The newest of every site that has one.
  virtual Result<std::vector<GivenOrder>> orders() = 0;
  virtual Result<std::vector<GivenOrder>> orders_of(std::int64_t site) = 0;  // newest first
  // Holds from the watch's next period on. On disk when it returns.
  virtual Done give(std::int64_t site, const WatchOrder& order, const std::string& by) = 0;
};

}  // namespace huabiao::monitor
