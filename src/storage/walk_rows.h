#pragma once
// WalkStore on rows. Internal to this room.

#include "monitor/keep/walk_store.h"
#include "monitor/verdict.h"
#include "storage/database.h"

namespace huabiao::storage {

// Keeps the walk of a visit as the newest of its host, where it made one.
void put_walk(Connection& connection, const monitor::VisitRecord& record);

class WalkRows final : public monitor::WalkStore {
 public:
  explicit WalkRows(Database& database) : database_(database) {}

  Result<std::vector<monitor::KeptWalk>> walks_of(std::int64_t site) override;
  Result<std::vector<monitor::KeptWalk>> walks_after(std::int64_t site, std::size_t sites) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
