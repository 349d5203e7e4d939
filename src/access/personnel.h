#pragma once
// Personnel: who has an account and who is given which role: what the routes and the command line call. Nobody changes
// what they themselves hold. Each call blocks on the stores and may hash for tens of milliseconds: work pool only.

#include <optional>
#include <string>
#include <string_view>

#include "access/account_store.h"
#include "access/grant_store.h"
#include "access/sign_in.h"
#include "base/clock.h"
#include "base/result.h"

namespace huabiao::access {

struct AccountEdit {
  std::optional<std::string> full_name;
  std::optional<std::int64_t> organisation;
  std::optional<AccountState> state;
};

class Personnel {
 public:
  // Lifetime: stores and clock outlive it. Thread: any.
  Personnel(const DoorStores& stores, const Clock& clock, AccessRules rules = {});

  // An account that may do nothing yet. Fails: Invalid access.bad_name, Conflict access.name_taken.
  Result<NewSecret> create(std::string_view name, std::string_view full_name, std::int64_t organisation);
  // One whose owner signs in elsewhere; no secret is made. Fails: Conflict access.subject_taken, too.
  Done create(std::string_view name, std::string_view full_name, std::int64_t organisation, const Link& link);
  // Disabling ends its sessions. Fails: NotFound access.no_such_account; Denied access.administrators_account (of the
  // other two administrators: only they, or who has the machine), access.own_account.
  Done edit(AccountId id, const AccountEdit& edit, AccountId by);
  // A new one-time secret; its sessions end. Fails: as edit(); Denied access.password_elsewhere.
  Result<NewSecret> renew_secret(AccountId id, AccountId by);
  // The same by who has the machine: any account.
  Result<NewSecret> renew_secret(std::string_view name);
  Done end_sessions(AccountId id);
  // Its second factor and recovery codes go, its sessions end; it sets up another when it must. Fails: as edit();
  // NotFound access.no_factor.
  Done reset_factor(AccountId id, AccountId by);
  // The same by who has the machine: any account.
  Done reset_factor(std::string_view name);

  // Fails: Denied access.own_grant; NotFound access.no_such_account; Invalid access.bad_dates; as check_grant.
  Result<GrantId> grant(Grant wanted, const Account& by);
  // Fails: as GrantStore::withdraw; Denied access.own_grant.
  Done withdraw(GrantId id, const Account& by);
  // Part of what `lender` holds, to somebody else, for a time. Fails: as check_delegation; NotFound
  // access.no_such_grant, access.no_such_account.
  Result<GrantId> lend(GrantId id, Grant wanted, const Account& lender);
  // What the lender lent out comes back. Fails: NotFound access.no_such_grant; as GrantStore::withdraw.
  Done take_back(GrantId id, const Account& lender);
  // When a person leaves. Fails: Denied access.own_grant; as GrantStore::hand_over.
  Done hand_over(AccountId from, AccountId to, const Account& by, const std::string& reason);

 private:
  Result<Account> must_be(AccountId id);
  Result<Account> within_reach_of(AccountId id, AccountId by);
  Result<NewSecret> renew(Account account);
  Done drop_factor(AccountId id);

  AccountStore& accounts_;
  GrantStore& grants_;
  SignInStore& sign_in_;
  LinkStore& links_;
  const Clock& clock_;
  AccessRules rules_;
};

}  // namespace huabiao::access
