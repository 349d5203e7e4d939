#pragma once
// GrantStore on SQLite. Internal to this room.

#include "access/grant_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class GrantRows final : public access::GrantStore {
 public:
  explicit GrantRows(Database& database) : database_(database) {}

  Result<std::vector<access::Grant>> in_force(access::AccountId account) override;
  Result<std::vector<access::Grant>> grants(access::AccountId account) override;
  Result<std::optional<access::Grant>> grant(access::GrantId id) override;
  Result<std::vector<access::Role>> administrators() override;
  Result<access::GrantId> add(const access::Grant& grant) override;
  Done withdraw(access::GrantId id, const std::string& by) override;
  Done hand_over(access::AccountId from, access::AccountId to, const std::string& by,
                 const std::string& reason) override;

 private:
  Database& database_;
};

// In the caller's transaction, unchecked.
access::GrantId insert_grant(Connection& connection, const access::Grant& grant);

}  // namespace huabiao::storage
