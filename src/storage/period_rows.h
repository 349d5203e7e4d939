#pragma once
// PeriodStore on rows. Internal to this room.

#include "monitor/keep/period_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class PeriodRows final : public monitor::PeriodStore {
 public:
  explicit PeriodRows(Database& database) : database_(database) {}

  Done keep(const monitor::WatchPeriod& period) override;
  Result<std::vector<monitor::WatchPeriod>> periods(TimePoint since) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
