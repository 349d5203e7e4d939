#pragma once
// Signing in and out over an AccountStore: what the routes call. Each call blocks on the store and, where it hashes,
// for tens of milliseconds: call from the work pool, never an io thread.

#include <optional>
#include <string>
#include <string_view>

#include "access/account.h"
#include "access/account_store.h"
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
  Session session;
  std::string token;  // for the cookie; 64 hex digits; empty when found by its hash
};

struct FirstAccount {
  std::string name, secret;  // the secret is shown once and must be changed at first use
};

class Doorkeeper {
 public:
  // Lifetime: store and clock outlive it.
  Doorkeeper(AccountStore& store, const Clock& clock, const AccessRules& rules = {});

  // Makes the first administrator ("admin"); nullopt: there are accounts already.
  Result<std::optional<FirstAccount>> first_account();
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
  // New account with a one-time secret. Fails: Invalid access.bad_name, Conflict access.name_taken.
  Result<FirstAccount> create(std::string_view name, std::string_view full_name, Role role);

 private:
  Result<SignedIn> open(const Account& account, std::string_view address, std::string_view user_agent);
  Result<Account> fresh_account(std::string_view name, Role role, const std::string& secret);

  AccountStore& store_;
  const Clock& clock_;
  AccessRules rules_;
};

}  // namespace huabiao::access
