#pragma once
// AccountStore: keeps accounts and sessions. A port: storage/ implements it. Thread: any.
// Fails (all calls): Environment storage.*, Unavailable storage.locked.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "access/grant.h"
#include "base/result.h"

namespace huabiao::access {

class AccountStore {
 public:
  virtual ~AccountStore() = default;
  virtual Result<std::vector<Account>> accounts() = 0;  // by name
  virtual Result<std::optional<Account>> account(AccountId id) = 0;
  virtual Result<std::optional<Account>> account_named(std::string_view name) = 0;
  // id 0 makes a new one. Fails: Conflict access.name_taken.
  virtual Result<AccountId> save(const Account& account) = 0;
  // A new one and what it holds, all or nothing; the grants' account is filled in. Fails: as save().
  virtual Result<AccountId> save(const Account& account, std::span<const Grant> grants) = 0;

  virtual Result<SessionId> open_session(const Session& session) = 0;
  virtual Result<std::optional<Session>> session(std::string_view token_hash) = 0;
  // May be left out while the store is busy: the next use touches it.
  virtual Done touch_session(SessionId id, TimePoint at) = 0;
  virtual Done end_session(SessionId id) = 0;
  virtual Done end_sessions_of(AccountId account) = 0;
  virtual Result<std::vector<Session>> sessions_of(AccountId account) = 0;  // newest first
  // Drops sessions that began before or were last used before these instants.
  virtual Done drop_sessions(TimePoint began_before, TimePoint used_before) = 0;
};

}  // namespace huabiao::access
