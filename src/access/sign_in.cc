#include "access/sign_in.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/digest.h"

namespace huabiao::access {
namespace {

constexpr std::size_t kTokenBytes = 32, kCsrfBytes = 16;
constexpr std::array<std::string_view, 3> kFirstNames = {"admin", "secadmin", "auditor"};  // as kAdministrators
// How often an idle time is written down: a page of the console asks many times a second.
constexpr Millis kTouchEvery = std::chrono::seconds(30);

// A secret people can copy: 20 characters of 32, in groups of five; 100 bits.
std::string readable_secret() {
  constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789A";
  const std::string random = random_bytes(20);
  std::string secret;
  for (std::size_t i = 0; i < random.size(); ++i) {
    if (i && i % 5 == 0) secret += '-';
    secret += kLetters[static_cast<unsigned char>(random[i]) % kLetters.size()];
  }
  return secret;
}

}  // namespace

NewSecret new_secret(std::string_view account) {
  return {std::string(account), readable_secret()};
}

Result<Account> with_secret(Account account, const NewSecret& secret, TimePoint now, const Argon2Cost& cost) {
  auto hash = hash_password(secret.secret, random_bytes(kSaltBytes), cost);
  if (!hash) return fail(std::move(hash));
  account.password = std::move(*hash);
  account.must_change_password = true;
  account.password_changed = now;
  account.failures = 0;
  account.last_failure.reset();
  return account;
}

Doorkeeper::Doorkeeper(AccountStore& store, GrantStore& grants, const Clock& clock, const AccessRules& rules)
    : store_(store), grants_(grants), clock_(clock), rules_(rules) {}

Result<NewSecret> Doorkeeper::first_account(Role role, std::span<const Account> others) {
  const std::string_view wanted = kFirstNames.at(static_cast<std::size_t>(role));
  std::string name(wanted);
  for (int number = 2; std::ranges::find(others, name, &Account::name) != others.end(); ++number)
    name = std::string(wanted) + "-" + std::to_string(number);
  NewSecret secret = new_secret(name);
  const TimePoint now = clock_.now();
  auto account = with_secret({.name = name, .created = now}, secret, now, rules_.cost);
  if (!account) return fail(std::move(account));
  std::vector<Role> roles = {role};
  if (role == Role::SystemAdministrator && others.empty())
    roles.insert(roles.end(), {Role::StaffingOffice, Role::CyberspaceOffice});
  std::vector<Grant> grants;
  grants.reserve(roles.size());
  for (const Role one : roles)
    grants.push_back(
        {.role = one, .scope = {ScopeKind::Nation, 0, {}}, .from = now, .by = {}, .reason = {}, .at = now});
  if (auto id = store_.save(*account, grants); !id) return fail(std::move(id));
  return secret;
}

Result<std::vector<NewSecret>> Doorkeeper::first_accounts() {
  auto others = store_.accounts();
  if (!others) return fail(std::move(others));
  auto held = grants_.administrators();
  if (!held) return fail(std::move(held));
  std::vector<NewSecret> made;
  for (const Role role : kAdministrators) {
    if (std::ranges::find(*held, role) != held->end()) continue;
    auto secret = first_account(role, *others);
    if (!secret) return fail(std::move(secret));
    made.push_back(*std::move(secret));
  }
  return made;
}

Result<SignedIn> Doorkeeper::open(const Account& account, std::string_view address, std::string_view user_agent) {
  auto grants = grants_.in_force(account.id);
  if (!grants) return fail(std::move(grants));
  SignedIn signed_in{account, *std::move(grants), {}, random_hex(kTokenBytes)};
  Session& session = signed_in.session;
  session.account = account.id;
  session.token_hash = sha256_hex(signed_in.token);
  session.csrf = random_hex(kCsrfBytes);
  session.began = session.last_used = clock_.now();
  session.address = address;
  session.user_agent = user_agent.substr(0, 256);
  auto id = store_.open_session(session);
  if (!id) return fail(std::move(id));
  session.id = *id;
  return signed_in;
}

Result<SignedIn> Doorkeeper::sign_in(std::string_view name, std::string_view password, std::string_view address,
                                     std::string_view user_agent) {
  auto found = store_.account_named(name);
  if (!found) return fail(std::move(found));
  if (password.size() > rules_.password.max_bytes) return fail(Kind::Unauthenticated, "access.wrong_password");
  if (!*found) {
    // The same work as for a known name, so that time does not tell which names exist.
    (void)hash_password(password, random_bytes(kSaltBytes), rules_.cost);
    return fail(Kind::Unauthenticated, "access.wrong_password");
  }
  Account account = std::move(**found);
  const TimePoint now = clock_.now();
  if (const Millis wait = wait_left(account, now, rules_.back_off); wait.count() > 0)
    return fail(Kind::Unavailable, "access.wait", std::to_string((wait.count() + 999) / 1000));
  if (verify_password(password, account.password) == PasswordMatch::No) {
    ++account.failures;
    account.last_failure = now;
    if (auto saved = store_.save(account); !saved) return fail(std::move(saved));
    return fail(Kind::Unauthenticated, "access.wrong_password");
  }
  if (account.state == AccountState::Disabled) return fail(Kind::Denied, "access.disabled");
  account.failures = 0;
  account.last_failure.reset();
  account.last_sign_in = now;
  if (auto saved = store_.save(account); !saved) return fail(std::move(saved));
  const SessionLimits& limits = rules_.session;
  if (auto dropped = store_.drop_sessions(now - limits.absolute, now - limits.idle); !dropped)
    return fail(std::move(dropped));
  return open(account, address, user_agent);
}

Result<SignedIn> Doorkeeper::recognise(std::string_view token) {
  auto session = store_.session(sha256_hex(token));
  if (!session) return fail(std::move(session));
  if (!*session) return fail(Kind::Unauthenticated, "access.no_session");
  Session found = std::move(**session);
  const TimePoint now = clock_.now();
  if (end_of(found, now, rules_.session) != SessionEnd::Valid) {
    if (auto ended = store_.end_session(found.id); !ended) return fail(std::move(ended));
    return fail(Kind::Unauthenticated, "access.session_ended");
  }
  auto account = store_.account(found.account);
  if (!account) return fail(std::move(account));
  if (!*account || (*account)->state == AccountState::Disabled) return fail(Kind::Unauthenticated, "access.no_session");
  if (now - found.last_used >= kTouchEvery) {
    if (auto touched = store_.touch_session(found.id, now); !touched) return fail(std::move(touched));
    found.last_used = now;
  }
  auto grants = grants_.in_force(found.account);
  if (!grants) return fail(std::move(grants));
  return SignedIn{std::move(**account), *std::move(grants), std::move(found), {}};
}

Done Doorkeeper::sign_out(std::string_view token) {
  auto session = store_.session(sha256_hex(token));
  if (!session) return fail(std::move(session));
  if (!*session) return {};
  return store_.end_session((*session)->id);
}

Result<SignedIn> Doorkeeper::change_password(std::string_view token, std::string_view old_password,
                                             std::string_view new_password) {
  auto who = recognise(token);
  if (!who) return fail(std::move(who));
  Account account = who->account;
  const TimePoint now = clock_.now();
  if (const Millis wait = wait_left(account, now, rules_.back_off); wait.count() > 0)
    return fail(Kind::Unavailable, "access.wait", std::to_string((wait.count() + 999) / 1000));
  if (old_password.size() > rules_.password.max_bytes ||
      verify_password(old_password, account.password) == PasswordMatch::No) {
    ++account.failures;
    account.last_failure = now;
    if (auto saved = store_.save(account); !saved) return fail(std::move(saved));
    return fail(Kind::Unauthenticated, "access.wrong_password");
  }
  if (auto fine = check_password(new_password, account.name, rules_.password); !fine) return fail(std::move(fine));
  if (old_password == new_password) return fail(Kind::Invalid, "access.password_unchanged");
  auto hash = hash_password(new_password, random_bytes(kSaltBytes), rules_.cost);
  if (!hash) return fail(std::move(hash));
  account.password = std::move(*hash);
  account.must_change_password = false;
  account.password_changed = now;
  account.failures = 0;
  account.last_failure.reset();
  if (auto saved = store_.save(account); !saved) return fail(std::move(saved));
  if (auto ended = store_.end_sessions_of(account.id); !ended) return fail(std::move(ended));
  return open(account, who->session.address, who->session.user_agent);
}

}  // namespace huabiao::access
