#pragma once
// Signing in and out over an AccountStore: what the routes call. Each call blocks on the store and, where it hashes,
// for tens of milliseconds: call from the work pool, never an io thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/access_rules.h"
#include "access/account.h"
#include "access/account_store.h"
#include "access/directory.h"
#include "access/grant_store.h"
#include "access/link.h"
#include "access/second_factor.h"
#include "access/sign_in_store.h"
#include "access/strangers.h"
#include "base/clock.h"
#include "base/result.h"

namespace huabiao::access {

struct SignedIn {
  Account account;
  std::vector<Grant> grants;  // in force
  Session session;
  std::string token;  // for the cookie; 64 hex digits; empty when found by its hash
  Owes owes = Owes::Nothing;
};

// From where, by what.
struct Peer {
  std::string_view address, user_agent;
};

// Told once, and to be changed at first use.
struct NewSecret {
  std::string account, secret;
};
NewSecret new_secret(std::string_view account);
// `account` with that secret for its password.
Result<Account> with_secret(Account account, const NewSecret& secret, TimePoint now, const Argon2Cost& cost);

struct DoorStores {
  AccountStore& accounts;
  GrantStore& grants;
  SignInStore& sign_in;
  LinkStore& links;
};

class Doorkeeper {
 public:
  // `directory`: who is asked about names that have no password here; null: nobody.
  // Lifetime: stores, second factors, clock and directory outlive it. Thread: any.
  Doorkeeper(const DoorStores& stores, SecondFactors& factors, const Clock& clock, AccessRules rules = {},
             Directory* directory = nullptr);

  // Makes an account for each of the three administrators' roles that nobody holds: "admin", who at the very first
  // start also holds the offices' roles, "secadmin", "auditor". Empty: each is held.
  Result<std::vector<NewSecret>> first_accounts();
  // The first step; the session may yet owe a code. Fails: Unauthenticated access.wrong_password (also for unknown
  // names, in like time), Unavailable access.wait (detail: seconds left; for unknown names, too), Denied
  // access.disabled, access.address_refused, access.no_account_here; as Directory.
  Result<SignedIn> sign_in(std::string_view name, std::string_view password, const Peer& peer);
  // The first step of who proved elsewhere who they are. Fails: Denied access.no_account_here, access.disabled,
  // access.address_refused.
  Result<SignedIn> enter_as(Source source, const Person& person, const Peer& peer);
  // The second step: a code of the app or a recovery code; a fresh session takes the place of the one given. Fails:
  // Unauthenticated access.wrong_code, Unavailable access.wait, Conflict access.no_code_owed.
  Result<SignedIn> enter_code(std::string_view token, std::string_view code, const Peer& peer);
  // Whose session is this? Renews the idle time. Fails: Unauthenticated access.no_session, access.session_ended; Denied
  // access.address_refused.
  Result<SignedIn> recognise(std::string_view token, std::string_view address);
  Done sign_out(std::string_view token);
  // Ends every other session of the account and gives a fresh one. Fails: Unauthenticated access.wrong_password,
  // Invalid access.password_*; Denied access.code_needed.
  Result<SignedIn> change_password(std::string_view token, std::string_view old_password, std::string_view new_password,
                                   const Peer& peer);

  // Of the session's own account. Fails: Denied access.code_needed, access.must_change_password; as SecondFactors.
  Result<Enrolment> begin_factor(const SignedIn& who);
  struct Enrolled {
    SignedIn who;  // a fresh session, the only one
    std::vector<std::string> recovery_codes;
  };
  Result<Enrolled> confirm_factor(const SignedIn& who, std::string_view code, const Peer& peer);
  // Both want a code anew. Fails: Unauthenticated access.wrong_code, Unavailable access.wait.
  Result<std::vector<std::string>> renew_recovery_codes(const SignedIn& who, std::string_view code);
  // Fails: Denied access.factor_demanded, too.
  Done drop_factor(const SignedIn& who, std::string_view code);

  [[nodiscard]] const AccessRules& rules() const { return rules_; }
  // Must who holds these have a second factor?
  [[nodiscard]] bool demands_factor(std::span<const Grant> grants) const;
  // Fails: Denied access.address_refused: an administrator, from elsewhere than administrators may come from.
  Done check_address(std::span<const Grant> grants, std::string_view address) const;

 private:
  Result<SignedIn> open(const Account& account, bool second_factor, const Peer& peer);
  Result<SignedIn> enter(const Account& account, const Peer& peer);
  Result<NewSecret> first_account(Role role, std::span<const Account> others);
  Result<Owes> owed(const Account& account, std::span<const Grant> grants, const Session& session);
  Done may_try(const Account& account) const;
  std::unexpected<Error> refused(const Account& account, std::string_view code);
  Result<Account> known_by_password(std::string_view name, std::string_view password, std::optional<Account> found);
  Result<Account> known_by_directory(std::string_view name, std::string_view password,
                                     const std::optional<Account>& found);
  Result<Account> account_of(Source source, const Person& person);
  Done check_new_password(const Account& account, std::string_view old_password, std::string_view new_password);
  Done check_code(const Account& account, std::string_view code);

  DoorStores stores_;
  SecondFactors& factors_;
  const Clock& clock_;
  AccessRules rules_;
  Directory* directory_;
  Strangers strangers_;
};

}  // namespace huabiao::access
