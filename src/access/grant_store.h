#pragma once
// GrantStore: keeps grants, also those that ended. A port: storage/ implements it. Thread: any.
// Fails (all calls): Environment storage.*, Unavailable storage.locked.

#include <optional>
#include <span>
#include <vector>

#include "access/grant.h"
#include "base/result.h"

namespace huabiao::access {

class GrantStore {
 public:
  virtual ~GrantStore() = default;
  // Those of the account that hold now, by number; one that was lent out only while what it comes from holds.
  virtual Result<std::vector<Grant>> in_force(AccountId account) = 0;
  // All there ever were, newest first; account 0: everybody's.
  virtual Result<std::vector<Grant>> grants(AccountId account) = 0;
  virtual Result<std::optional<Grant>> grant(GrantId id) = 0;
  // Which of the three administrators' roles an account that may sign in holds.
  virtual Result<std::vector<Role>> administrators() = 0;
  // Held against what the account holds or is to hold (check_grant), in one transaction. Fails: as check_grant.
  virtual Result<GrantId> add(const Grant& grant) = 0;
  // Ends it, and what was lent from it, now. Fails: NotFound access.no_such_grant; Conflict access.withdrawn_already;
  // Conflict access.last_administrator when nobody else holds that administrator's role.
  virtual Done withdraw(GrantId id, const std::string& by) = 0;
  // What `from` holds or is to hold goes to `to`, unless that holds it already, all or nothing; `from` is disabled and
  // its sessions end. Fails: as check_grant.
  virtual Done hand_over(AccountId from, AccountId to, const std::string& by, const std::string& reason) = 0;
};

}  // namespace huabiao::access
