#pragma once
// OrderStore on SQLite, C API. Internal to this room.

#include "monitor/keep/order_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class OrderRows final : public monitor::OrderStore {
 public:
  explicit OrderRows(Database& database) : database_(database) {}

  Result<std::vector<monitor::GivenOrder>> orders() override;
  Result<std::vector<monitor::GivenOrder>> orders_of(std::int64_t site) override;
  Done give(std::int64_t site, const monitor::WatchOrder& order, const std::string& by) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
