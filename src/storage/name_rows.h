#pragma once
// NameStore on rows. Internal to this room.

#include "monitor/keep/name_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class NameRows final : public monitor::NameStore {
 public:
  explicit NameRows(Database& database) : database_(database) {}

  Result<std::optional<monitor::HostNames>> names(std::int64_t site, std::string_view host) override;
  Result<std::vector<monitor::HostNames>> names_of(std::int64_t site) override;
  Done keep(std::span<const monitor::HostNames> batch) override;
  Result<std::vector<monitor::GivenExpectation>> expectations() override;
  Result<std::vector<monitor::GivenExpectation>> expectations_of(std::int64_t site) override;
  Done expect(std::int64_t site, const std::string& host, const monitor::ExpectedNames& expected,
              const std::string& by) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
