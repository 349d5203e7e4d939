#pragma once
// OrderStore on rows. Internal to this room.

#include <utility>

#include "monitor/keep/order_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class OrderRows final : public monitor::OrderStore {
 public:
  OrderRows(Database& database, monitor::WatchOrder general) : database_(database), general_(std::move(general)) {}

  [[nodiscard]] const monitor::WatchOrder& general() const override { return general_; }
  Result<std::vector<monitor::GivenOrder>> orders() override;
  Result<std::vector<monitor::GivenOrder>> orders_of(const monitor::OrderedFor& whom) override;
  Result<std::vector<std::int64_t>> sites_under(const monitor::OrderedFor& whom) override;
  Result<std::optional<monitor::GivenOrder>> in_force(std::int64_t site) override;
  Done give(const monitor::OrderedFor& whom, const std::optional<monitor::WatchOrder>& order,
            const std::string& by) override;

 private:
  Database& database_;
  const monitor::WatchOrder general_;
};

}  // namespace huabiao::storage
