#include "access/sign_in.h"

#include <algorithm>
#include <array>
#include <utility>

#include "access/password.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "base/utf8.h"

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

Doorkeeper::Doorkeeper(const DoorStores& stores, SecondFactors& factors, const Clock& clock, AccessRules rules,
                       Directory* directory)
    : stores_(stores), factors_(factors), clock_(clock), rules_(std::move(rules)), directory_(directory) {}

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
  if (auto id = stores_.accounts.save(*account, grants); !id) return fail(std::move(id));
  return secret;
}

Result<std::vector<NewSecret>> Doorkeeper::first_accounts() {
  auto others = stores_.accounts.accounts();
  if (!others) return fail(std::move(others));
  auto held = stores_.grants.administrators();
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

bool Doorkeeper::demands_factor(std::span<const Grant> grants) const {
  const auto is_administrators = [](const Grant& one) { return is_administrator(one.role); };
  return rules_.second_factor == SecondFactor::All ||
         (rules_.second_factor == SecondFactor::Administrators && std::ranges::any_of(grants, is_administrators));
}

Done Doorkeeper::check_address(std::span<const Grant> grants, std::string_view address) const {
  const auto is_administrators = [](const Grant& one) { return is_administrator(one.role); };
  if (rules_.administrators_from.empty() || !std::ranges::any_of(grants, is_administrators)) return {};
  const auto held = [&](const web::IpNetwork& one) { return web::holds(one, address); };
  if (std::ranges::any_of(rules_.administrators_from, held)) return {};
  return fail(Kind::Denied, "access.address_refused", std::string(address));
}

Result<Owes> Doorkeeper::owed(const Account& account, std::span<const Grant> grants, const Session& session) {
  const bool due = password_due(account, clock_.now(), rules_.password);
  if (session.second_factor || rules_.second_factor == SecondFactor::Off) return due ? Owes::Password : Owes::Nothing;
  auto factor = stores_.sign_in.factor(account.id);
  if (!factor) return fail(std::move(factor));
  if (*factor && (*factor)->confirmed) return Owes::Code;
  if (due) return Owes::Password;
  return demands_factor(grants) ? Owes::SecondFactor : Owes::Nothing;
}

// Each step of signing in gives a token of its own: one that somebody planted or saw before is worth nothing after it.
Result<SignedIn> Doorkeeper::open(const Account& account, bool second_factor, const Peer& peer) {
  auto grants = stores_.grants.in_force(account.id);
  if (!grants) return fail(std::move(grants));
  if (auto fine = check_address(*grants, peer.address); !fine) return fail(std::move(fine));
  SignedIn signed_in{account, *std::move(grants), {}, random_hex(kTokenBytes)};
  Session& session = signed_in.session;
  session.account = account.id;
  session.token_hash = sha256_hex(signed_in.token);
  session.csrf = random_hex(kCsrfBytes);
  session.began = session.last_used = clock_.now();
  session.address = peer.address;
  session.user_agent = peer.user_agent.substr(0, 256);
  session.second_factor = second_factor;
  auto owes = owed(account, signed_in.grants, session);
  if (!owes) return fail(std::move(owes));
  signed_in.owes = *owes;
  auto id = stores_.accounts.open_session(session);
  if (!id) return fail(std::move(id));
  session.id = *id;
  return signed_in;
}

Done Doorkeeper::may_try(const Account& account) const {
  const Millis wait = wait_left(account, clock_.now(), rules_.back_off);
  if (wait.count() == 0) return {};
  return fail(Kind::Unavailable, "access.wait", std::to_string((wait.count() + 999) / 1000));
}

std::unexpected<Error> Doorkeeper::refused(const Account& account, std::string_view code) {
  if (auto counted = stores_.sign_in.refused(account.id, clock_.now()); !counted) return fail(std::move(counted));
  return fail(Kind::Unauthenticated, code);
}

// A name nobody has is answered like one somebody has: the same work, the same words, locked after as many attempts.
Result<Account> Doorkeeper::known_by_password(std::string_view name, std::string_view password,
                                              std::optional<Account> found) {
  if (password.size() > rules_.password.max_bytes) return fail(Kind::Unauthenticated, "access.wrong_password");
  const bool known = found && !found->password.empty();
  Account account = known ? *std::move(found) : strangers_.named(name);
  if (auto may = may_try(account); !may) return fail(std::move(may));
  if (!known) {
    (void)hash_password(password, random_bytes(kSaltBytes), rules_.cost);
    strangers_.refused(name, clock_.now());
    return fail(Kind::Unauthenticated, "access.wrong_password");
  }
  if (verify_password(password, account.password) == PasswordMatch::No)
    return refused(account, "access.wrong_password");
  return account;
}

Result<Account> Doorkeeper::known_by_directory(std::string_view name, std::string_view password,
                                               const std::optional<Account>& found) {
  if (password.size() > rules_.password.max_bytes) return fail(Kind::Unauthenticated, "access.wrong_password");
  if (auto may = may_try(found ? *found : strangers_.named(name)); !may) return fail(std::move(may));
  auto person = directory_->authenticate(name, password);
  if (!person) return fail(std::move(person));
  if (*person) return account_of(Source::Ldap, **person);
  (void)hash_password(password, random_bytes(kSaltBytes), rules_.cost);
  if (found) return refused(*found, "access.wrong_password");
  strangers_.refused(name, clock_.now());
  return fail(Kind::Unauthenticated, "access.wrong_password");
}

// By the link; else an account that waits for its first sign-in under this name; else, where that is wanted, a new one.
// An account with a password of its own is never another's, whatever they are called elsewhere.
Result<Account> Doorkeeper::account_of(Source source, const Person& person) {
  const auto nobody = [&] { return fail(Kind::Denied, "access.no_account_here", person.name); };
  auto linked = stores_.links.linked(source, person.subject);
  if (!linked) return fail(std::move(linked));
  const std::string name = ascii_lower(person.name);
  auto found = *linked ? stores_.accounts.account((*linked)->account) : stores_.accounts.account_named(name);
  if (!found) return fail(std::move(found));
  if (*linked) return *found ? Result<Account>(**std::move(found)) : nobody();
  if (*found) {
    auto claimed = stores_.links.claim((*found)->id, source, person.subject);
    if (!claimed) return fail(std::move(claimed));
    return *claimed ? Result<Account>(**std::move(found)) : nobody();
  }
  const bool make = source == Source::Ldap ? rules_.ldap_makes_accounts : rules_.oidc_makes_accounts;
  if (!make || !check_account_name(name)) return nobody();
  Account account{.name = name, .full_name = std::string(utf8::cut(utf8::scrub(person.full_name), 200))};
  account.created = account.password_changed = clock_.now();
  account.must_change_password = false;
  auto id = stores_.links.add(account, {{}, source, person.subject});
  if (!id) return fail(std::move(id));
  account.id = *id;
  return account;
}

// Refusals are forgotten when nothing is owed any more: else a known password would buy endless guesses at the code.
Result<SignedIn> Doorkeeper::enter(const Account& account, const Peer& peer) {
  if (account.state == AccountState::Disabled) return fail(Kind::Denied, "access.disabled");
  const TimePoint now = clock_.now();
  const SessionLimits& limits = rules_.session;
  if (auto dropped = stores_.accounts.drop_sessions(now - limits.absolute, now - limits.idle); !dropped)
    return fail(std::move(dropped));
  auto who = open(account, false, peer);
  if (!who || who->owes == Owes::Code) return who;
  if (auto entered = stores_.sign_in.entered(account.id, now); !entered) return fail(std::move(entered));
  return who;
}

Result<SignedIn> Doorkeeper::sign_in(std::string_view name, std::string_view password, const Peer& peer) {
  auto found = stores_.accounts.account_named(name);
  if (!found) return fail(std::move(found));
  bool elsewhere = directory_ != nullptr && !*found;
  if (directory_ != nullptr && *found) {
    auto link = stores_.links.link_of((*found)->id);
    if (!link) return fail(std::move(link));
    elsewhere = *link && (*link)->source == Source::Ldap;
  }
  auto account =
      elsewhere ? known_by_directory(name, password, *found) : known_by_password(name, password, *std::move(found));
  if (!account) return fail(std::move(account));
  return enter(*account, peer);
}

Result<SignedIn> Doorkeeper::enter_as(Source source, const Person& person, const Peer& peer) {
  auto account = account_of(source, person);
  if (!account) return fail(std::move(account));
  return enter(*account, peer);
}

Done Doorkeeper::check_code(const Account& account, std::string_view code) {
  auto fresh = stores_.accounts.account(account.id);  // refusals of the last moment count
  if (!fresh) return fail(std::move(fresh));
  if (!*fresh) return fail(Kind::Unauthenticated, "access.no_session");
  if (auto may = may_try(**fresh); !may) return may;
  auto proved = factors_.prove(account.id, code);
  if (!proved) return fail(std::move(proved));
  return *proved ? Done() : refused(account, "access.wrong_code");
}

Result<SignedIn> Doorkeeper::enter_code(std::string_view token, std::string_view code, const Peer& peer) {
  auto who = recognise(token, peer.address);
  if (!who) return who;
  if (who->owes != Owes::Code) return fail(Kind::Conflict, "access.no_code_owed");
  if (auto right = check_code(who->account, code); !right) return fail(std::move(right));
  if (auto ended = stores_.accounts.end_session(who->session.id); !ended) return fail(std::move(ended));
  if (auto entered = stores_.sign_in.entered(who->account.id, clock_.now()); !entered) return fail(std::move(entered));
  return open(who->account, true, peer);
}

Result<SignedIn> Doorkeeper::recognise(std::string_view token, std::string_view address) {
  auto session = stores_.accounts.session(sha256_hex(token));
  if (!session) return fail(std::move(session));
  if (!*session) return fail(Kind::Unauthenticated, "access.no_session");
  Session found = std::move(**session);
  const TimePoint now = clock_.now();
  if (end_of(found, now, rules_.session) != SessionEnd::Valid) {
    if (auto ended = stores_.accounts.end_session(found.id); !ended) return fail(std::move(ended));
    return fail(Kind::Unauthenticated, "access.session_ended");
  }
  auto account = stores_.accounts.account(found.account);
  if (!account) return fail(std::move(account));
  if (!*account || (*account)->state == AccountState::Disabled) return fail(Kind::Unauthenticated, "access.no_session");
  auto grants = stores_.grants.in_force(found.account);
  if (!grants) return fail(std::move(grants));
  if (auto fine = check_address(*grants, address); !fine) return fail(std::move(fine));
  if (now - found.last_used >= kTouchEvery) {
    if (auto touched = stores_.accounts.touch_session(found.id, now); !touched) return fail(std::move(touched));
    found.last_used = now;
  }
  auto owes = owed(**account, *grants, found);
  if (!owes) return fail(std::move(owes));
  return SignedIn{std::move(**account), *std::move(grants), std::move(found), {}, *owes};
}

Done Doorkeeper::sign_out(std::string_view token) {
  auto session = stores_.accounts.session(sha256_hex(token));
  if (!session) return fail(std::move(session));
  if (!*session) return {};
  return stores_.accounts.end_session((*session)->id);
}

Done Doorkeeper::check_new_password(const Account& account, std::string_view old_password,
                                    std::string_view new_password) {
  if (old_password == new_password) return fail(Kind::Invalid, "access.password_unchanged");
  if (auto fine = check_password(new_password, account.name, rules_.password); !fine) return fine;
  auto former = stores_.sign_in.former_passwords(account.id);
  if (!former) return fail(std::move(former));
  if (former->size() > rules_.password.history) former->resize(rules_.password.history);
  for (const std::string& hash : *former)
    if (verify_password(new_password, hash) == PasswordMatch::Yes)
      return fail(Kind::Invalid, "access.password_used", {}, std::to_string(rules_.password.history));
  return {};
}

Result<SignedIn> Doorkeeper::change_password(std::string_view token, std::string_view old_password,
                                             std::string_view new_password, const Peer& peer) {
  auto who = recognise(token, peer.address);
  if (!who) return fail(std::move(who));
  if (who->owes == Owes::Code) return fail(Kind::Denied, "access.code_needed");
  Account& account = who->account;
  if (account.password.empty()) return fail(Kind::Denied, "access.password_elsewhere");
  if (auto may = may_try(account); !may) return fail(std::move(may));
  if (old_password.size() > rules_.password.max_bytes ||
      verify_password(old_password, account.password) == PasswordMatch::No)
    return refused(account, "access.wrong_password");
  if (auto fine = check_new_password(account, old_password, new_password); !fine) return fail(std::move(fine));
  auto hash = hash_password(new_password, random_bytes(kSaltBytes), rules_.cost);
  if (!hash) return fail(std::move(hash));
  const TimePoint now = clock_.now();
  auto set = stores_.sign_in.set_password(account.id, *hash, now, rules_.password.history);
  if (!set) return fail(std::move(set));
  account.password = *std::move(hash);
  account.must_change_password = false;
  account.password_changed = now;
  if (auto ended = stores_.accounts.end_sessions_of(account.id); !ended) return fail(std::move(ended));
  return open(account, who->session.second_factor, peer);
}

namespace {

Done free_for_factors(Owes owes) {
  if (owes == Owes::Code) return fail(Kind::Denied, "access.code_needed");
  if (owes == Owes::Password) return fail(Kind::Denied, "access.must_change_password");
  return {};
}

}  // namespace

Result<Enrolment> Doorkeeper::begin_factor(const SignedIn& who) {
  if (auto may = free_for_factors(who.owes); !may) return fail(std::move(may));
  return factors_.begin(who.account);
}

Result<Doorkeeper::Enrolled> Doorkeeper::confirm_factor(const SignedIn& who, std::string_view code, const Peer& peer) {
  if (auto may = free_for_factors(who.owes); !may) return fail(std::move(may));
  if (auto may = may_try(who.account); !may) return fail(std::move(may));
  auto codes = factors_.confirm(who.account.id, code);
  if (!codes && codes.error().code == "access.wrong_code") return refused(who.account, "access.wrong_code");
  if (!codes) return fail(std::move(codes));
  if (auto entered = stores_.sign_in.entered(who.account.id, clock_.now()); !entered) return fail(std::move(entered));
  if (auto ended = stores_.accounts.end_sessions_of(who.account.id); !ended) return fail(std::move(ended));
  auto fresh = open(who.account, true, peer);
  if (!fresh) return fail(std::move(fresh));
  return Enrolled{*std::move(fresh), *std::move(codes)};
}

Result<std::vector<std::string>> Doorkeeper::renew_recovery_codes(const SignedIn& who, std::string_view code) {
  if (auto right = check_code(who.account, code); !right) return fail(std::move(right));
  return factors_.renew_recovery_codes(who.account.id);
}

Done Doorkeeper::drop_factor(const SignedIn& who, std::string_view code) {
  if (demands_factor(who.grants)) return fail(Kind::Denied, "access.factor_demanded");
  if (auto right = check_code(who.account, code); !right) return right;
  return factors_.drop(who.account.id);
}

}  // namespace huabiao::access
