#pragma once
// Bounds on SQLite: the lists' own SQL asked about one record. Internal to this room.

#include "access/bounds.h"
#include "storage/database.h"

namespace huabiao::storage {

class BoundsRows final : public access::Bounds {
 public:
  explicit BoundsRows(Database& database) : database_(database) {}
  Result<bool> holds(const registry::Reach& reach, access::RecordKind kind, std::int64_t id) override;
  Result<access::Held> held(const registry::Reach& reach) override;
  Result<bool> holds_body(const registry::Reach& reach, std::string_view sha256) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
