#pragma once
// AccountStore on rows. Internal to this room.

#include "access/account_store.h"
#include "storage/database.h"

namespace huabiao::storage {

class AccountRows final : public access::AccountStore {
 public:
  explicit AccountRows(Database& database) : database_(database) {}

  Result<std::vector<access::Account>> accounts() override;
  Result<std::optional<access::Account>> account(access::AccountId id) override;
  Result<std::optional<access::Account>> account_named(std::string_view name) override;
  Result<access::AccountId> save(const access::Account& account) override;
  Result<access::AccountId> save(const access::Account& account, std::span<const access::Grant> grants) override;
  Result<access::SessionId> open_session(const access::Session& session) override;
  Result<std::optional<access::Session>> session(std::string_view token_hash) override;
  Done touch_session(access::SessionId id, TimePoint at) override;
  Done end_session(access::SessionId id) override;
  Done end_sessions_of(access::AccountId account) override;
  Result<std::vector<access::Session>> sessions_of(access::AccountId account) override;
  Done drop_sessions(TimePoint began_before, TimePoint used_before) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
