#pragma once
// VantageStore on rows. Internal to this room.

#include "access/vantage_point.h"
#include "storage/database.h"

namespace huabiao::storage {

class VantageRows final : public access::VantageStore {
 public:
  explicit VantageRows(Database& database) : database_(database) {}

  Result<std::vector<access::VantagePoint>> vantages() override;
  Result<std::optional<access::VantagePoint>> vantage_of(std::string_view token_hash) override;
  Done add(const access::VantagePoint& vantage, std::size_t most) override;
  Result<bool> remove(std::string_view name) override;
  Done heard(std::string_view name, std::string_view version, TimePoint at) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
