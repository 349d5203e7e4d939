#pragma once
// Account: someone who may sign in, and the rules for passwords, sessions and refused attempts. What it may do are its
// grants (grant.h). Plain values and pure functions; keeping them is AccountStore's business.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace huabiao::access {

using AccountId = Id<struct AccountTag>;
using SessionId = Id<struct SessionTag>;

enum class AccountState { Active, Disabled };

struct Account {
  AccountId id;      // 0: not stored yet
  std::string name;  // what is typed to sign in; lower case
  std::string full_name;
  std::int64_t organisation = 0;  // the unit it belongs to; 0: none named
  AccountState state = AccountState::Active;
  std::string password;              // Argon2id, encoded; never leaves the server
  bool must_change_password = true;  // nothing else is allowed before
  TimePoint created{}, password_changed{};
  std::int64_t failures = 0;  // refused attempts in a row
  std::optional<TimePoint> last_failure;
  std::optional<TimePoint> last_sign_in;
};

// Usual values of GB/T 22239-2019 level 3, where it names none the house's own; all are settings.
struct PasswordRules {
  std::size_t min_characters = 10;               // code points
  std::size_t max_bytes = 256;                   // bounds the work of hashing
  std::size_t min_classes = 4;                   // of lower, upper, digit, other
  Millis max_age = std::chrono::hours(24 * 90);  // then it must be changed; 0: never
  std::size_t history = 5;                       // former ones that are not taken again
};
// Fails: Invalid access.password_too_short, access.password_too_long, access.password_too_simple,
// access.password_is_name, access.password_common.
Done check_password(std::string_view password, std::string_view account_name, const PasswordRules& rules = {});
// Lower-case letters, digits, '.', '-', '_', '@'; 1 to 64. Fails: Invalid access.bad_name; Conflict access.name_taken
// (a name the program uses itself).
Done check_account_name(std::string_view name);

// Has it to be changed, now or by its age? An account without a password of its own signs in elsewhere.
bool password_due(const Account& account, TimePoint now, const PasswordRules& rules);

// After `free_failures` refusals in a row the account is locked for `first_wait`; each further one doubles it.
struct BackOff {
  std::int64_t free_failures = 5;
  Millis first_wait = std::chrono::minutes(30);
  Millis longest_wait = std::chrono::hours(8);
};
// How long this account is to wait yet before an attempt is even looked at; zero: none.
Millis wait_left(const Account& account, TimePoint now, const BackOff& rules = {});

struct SessionLimits {
  Millis idle = std::chrono::minutes(30);
  Millis absolute = std::chrono::hours(12);
};

struct Session {
  SessionId id;
  AccountId account;
  std::string token_hash;  // SHA-256 of the token; the token itself is only ever in the cookie
  std::string csrf;        // handed to the console, wanted back with every change
  TimePoint began{}, last_used{};
  std::string address, user_agent;
  bool second_factor = false;  // was proved
};

// What a session has yet to do before it may do anything else, in this order.
enum class Owes {
  Nothing,
  Code,          // of the second factor
  Password,      // a new one
  SecondFactor,  // to set one up
};
enum class SessionEnd { Valid, Idle, TooOld };
SessionEnd end_of(const Session& session, TimePoint now, const SessionLimits& limits = {});

}  // namespace huabiao::access
