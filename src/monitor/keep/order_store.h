#pragma once
// OrderStore: the orders people gave the watch, all of them: who allowed what when stays on record. A port: storage/
// implements it. Thread: any; readers do not wait. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/watch_order.h"

namespace huabiao::monitor {

struct GivenOrder {
  OrderedFor whom;
  std::optional<WatchOrder> order;  // unset: the one before is withdrawn
  std::string by;                   // account
  TimePoint at{};
};

class OrderStore {
 public:
  virtual ~OrderStore() = default;
  // The order of the settings, under which every site is that no other order is for.
  [[nodiscard]] virtual const WatchOrder& general() const = 0;
  // The newest of each that has one, those withdrawn left out; the widest first, of equally wide ones the oldest: what
  // comes later in the list holds where both are for a site.
  virtual Result<std::vector<GivenOrder>> orders() = 0;
  virtual Result<std::vector<GivenOrder>> orders_of(const OrderedFor& whom) = 0;  // newest first
  // The sites an order would be for, as the register has them now.
  virtual Result<std::vector<std::int64_t>> sites_under(const OrderedFor& whom) = 0;
  // The order a site is under, and of whom; unset: the general one.
  virtual Result<std::optional<GivenOrder>> in_force(std::int64_t site) = 0;
  // Holds from the watch's next period on. On disk when it returns.
  virtual Done give(const OrderedFor& whom, const std::optional<WatchOrder>& order, const std::string& by) = 0;
};

}  // namespace huabiao::monitor
