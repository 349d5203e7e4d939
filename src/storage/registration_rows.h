#pragma once
// RegistrationStore on rows. Internal to this room.

#include "monitor/keep/registration_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class RegistrationRows final : public monitor::RegistrationStore {
 public:
  explicit RegistrationRows(Database& database) : database_(database) {}

  Result<std::vector<monitor::DomainLook>> looks() override;
  Result<std::optional<monitor::DomainLook>> look(std::string_view domain) override;
  Result<std::vector<monitor::RegistrationInterval>> intervals(std::string_view domain) override;
  Done keep(std::span<const monitor::DomainLook> batch) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
