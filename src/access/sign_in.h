#pragma once
// Signing in and out over an AccountStore: what the routes call. Each call blocks on the store and, where it hashes,
// for tens of milliseconds: call from the work pool, never an io thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "access/account_store.h"
#include "access/grant_store.h"
#include "access/password.h"
#include "base/clock.h"
#include "base/result.h"

namespace huabiao::access {

struct AccessRules {
  PasswordRules password;
  BackOff back_off;
  SessionLimits session;
  Argon2Cost cost;
};

struct SignedIn {
  Account account;
  std::vector<Grant> grants;  // in force
  Session session;
  std::string token;  // for the cookie; 64 hex digits; empty when found by its hash
};

// Told once, and to be changed at first use.
struct NewSecret {
  std::string account, secret;
};
NewSecret new_secret(std::string_view account);
// `account` with that secret for its password.
Result<Account> with_secret(Account account, const NewSecret& secret, TimePoint now, const Argon2Cost& cost);

class Doorkeeper {
 public:
  // Lifetime: stores and clock outlive it.
  Doorkeeper(AccountStore& store, GrantStore& grants, const Clock& clock, const AccessRules& rules = {});

  // Makes an account for each of the three administrators' roles that nobody holds: "admin", who at the very first
  // start also holds the offices' roles, "secadmin", "auditor". Empty: each is held.
  Result<std::vector<NewSecret>> first_accounts();
  // Fails: Unauthenticated access.wrong_password (also for unknown names, in like time), Unavailable access.wait
  // (detail: seconds left), Denied access.disabled.
  Result<SignedIn> sign_in(std::string_view name, std::string_view password, std::string_view address,
                           std::string_view user_agent);
  // Whose session is this? Renews the idle time. Fails: Unauthenticated access.no_session, access.session_ended.
  Result<SignedIn> recognise(std::string_view token);
  Done sign_out(std::string_view token);
  // Ends every other session of the account and gives a fresh one. Fails: Unauthenticated access.wrong_password,
  // Invalid access.password_*.
  Result<SignedIn> change_password(std::string_view token, std::string_view old_password,
                                   std::string_view new_password);

 private:
  Result<SignedIn> open(const Account& account, std::string_view address, std::string_view user_agent);
  Result<NewSecret> first_account(Role role, std::span<const Account> others);

  AccountStore& store_;
  GrantStore& grants_;
  const Clock& clock_;
  AccessRules rules_;
};

}  // namespace huabiao::access
