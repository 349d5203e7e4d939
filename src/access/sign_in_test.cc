#include "access/sign_in.h"

#include <algorithm>
#include <cctype>
#include <gtest/gtest.h>
#include <map>

#include "access/totp.h"
#include "base/digest.h"

namespace huabiao::access {
namespace {

// Keeps accounts in memory.
class MemoryAccounts final : public AccountStore {
 public:
  Result<std::vector<Account>> accounts() override {
    std::vector<Account> all;
    for (const auto& [id, account] : accounts_) all.push_back(account);
    return all;
  }
  Result<std::optional<Account>> account(AccountId id) override {
    const auto found = accounts_.find(id.value);
    return found == accounts_.end() ? std::nullopt : std::optional(found->second);
  }
  Result<std::optional<Account>> account_named(std::string_view name) override {
    for (const auto& [id, account] : accounts_)
      if (account.name == name) return std::optional(account);
    return std::optional<Account>();
  }
  Result<AccountId> save(const Account& account) override {
    Account kept = account;
    if (!kept.id) kept.id.value = ++last_;
    accounts_[kept.id.value] = kept;
    return kept.id;
  }
  Result<AccountId> save(const Account& account, std::span<const Grant> grants) override {
    const AccountId id = *save(account);
    for (const Grant& one : grants) grants_.emplace_back(one).account = id;
    return id;
  }
  Result<SessionId> open_session(const Session& session) override {
    Session kept = session;
    kept.id.value = ++last_;
    sessions_[kept.id.value] = kept;
    return kept.id;
  }
  Result<std::optional<Session>> session(std::string_view token_hash) override {
    for (const auto& [id, session] : sessions_)
      if (session.token_hash == token_hash) return std::optional(session);
    return std::optional<Session>();
  }
  Done touch_session(SessionId id, TimePoint at) override {
    sessions_[id.value].last_used = at;
    return {};
  }
  Done end_session(SessionId id) override {
    sessions_.erase(id.value);
    return {};
  }
  Done end_sessions_of(AccountId account) override {
    std::erase_if(sessions_, [&](const auto& entry) { return entry.second.account == account; });
    return {};
  }
  Done drop_sessions(TimePoint, TimePoint) override { return {}; }
  Result<std::vector<Session>> sessions_of(AccountId) override { return std::vector<Session>(); }

  std::map<std::int64_t, Account> accounts_;
  std::map<std::int64_t, Session> sessions_;
  std::vector<Grant> grants_;
  std::int64_t last_ = 0;
};

// What those accounts were given when they were made; nothing is added.
class MemoryGrants final : public GrantStore {
 public:
  explicit MemoryGrants(MemoryAccounts& accounts) : accounts_(accounts) {}
  Result<std::vector<Grant>> in_force(AccountId account) override {
    std::vector<Grant> held = accounts_.grants_;
    std::erase_if(held, [&](const Grant& one) { return one.account != account; });
    return held;
  }
  Result<std::vector<Grant>> grants(AccountId account) override { return in_force(account); }
  Result<std::optional<Grant>> grant(GrantId) override { return std::optional<Grant>(); }
  Result<std::vector<Role>> administrators() override {
    std::vector<Role> roles;
    for (const Grant& one : accounts_.grants_)
      if (is_administrator(one.role)) roles.push_back(one.role);
    return roles;
  }
  Result<GrantId> add(const Grant&) override { return fail(Kind::Internal, "internal"); }
  Done withdraw(GrantId, const std::string&) override { return fail(Kind::Internal, "internal"); }
  Done hand_over(AccountId, AccountId, const std::string&, const std::string&) override {
    return fail(Kind::Internal, "internal");
  }

 private:
  MemoryAccounts& accounts_;
};

class MemorySignIn final : public SignInStore {
 public:
  explicit MemorySignIn(MemoryAccounts& accounts) : accounts_(accounts) {}
  Done refused(AccountId id, TimePoint at) override {
    ++accounts_.accounts_[id.value].failures;
    accounts_.accounts_[id.value].last_failure = at;
    return {};
  }
  Done entered(AccountId id, TimePoint at) override {
    Account& account = accounts_.accounts_[id.value];
    account.failures = 0;
    account.last_failure.reset();
    account.last_sign_in = at;
    return {};
  }
  Done set_password(AccountId id, const std::string& hash, TimePoint at, std::size_t kept) override {
    Account& account = accounts_.accounts_[id.value];
    former_.insert(former_.begin(), account.password);
    former_.resize(std::min(kept, former_.size()));
    account.password = hash;
    account.password_changed = at;
    account.must_change_password = false;
    account.failures = 0;
    return {};
  }
  Result<std::vector<std::string>> former_passwords(AccountId) override { return former_; }
  Result<std::optional<Factor>> factor(AccountId id) override {
    const auto found = factors_.find(id.value);
    return found == factors_.end() ? std::nullopt : std::optional(found->second);
  }
  Result<bool> begin_factor(const Factor& factor) override {
    if (factors_[factor.account.value].confirmed) return false;
    factors_[factor.account.value] = factor;
    return true;
  }
  Result<bool> confirm_factor(AccountId id, std::int64_t step, TimePoint at,
                              std::span<const std::string> codes) override {
    factors_[id.value].confirmed = at;
    factors_[id.value].last_step = step;
    codes_.assign(codes.begin(), codes.end());
    return true;
  }
  Result<bool> take_step(AccountId id, std::int64_t step) override {
    if (factors_[id.value].last_step >= step) return false;
    factors_[id.value].last_step = step;
    return true;
  }
  Done drop_factor(AccountId id) override {
    factors_.erase(id.value);
    codes_.clear();
    return {};
  }
  Done set_recovery_codes(AccountId, std::span<const std::string> codes) override {
    codes_.assign(codes.begin(), codes.end());
    return {};
  }
  Result<bool> take_recovery_code(AccountId, std::string_view hash, TimePoint) override {
    return std::erase(codes_, hash) == 1;
  }
  Result<std::int64_t> recovery_codes_left(AccountId) override { return static_cast<std::int64_t>(codes_.size()); }
  Result<std::optional<Factor>> any_factor() override { return std::optional<Factor>(); }

 private:
  MemoryAccounts& accounts_;
  std::map<std::int64_t, Factor> factors_;
  std::vector<std::string> former_, codes_;
};

class MemoryLinks final : public LinkStore {
 public:
  explicit MemoryLinks(MemoryAccounts& accounts) : accounts_(accounts) {}
  Result<std::optional<Link>> link_of(AccountId account) override {
    const auto found = links_.find(account.value);
    return found == links_.end() ? std::nullopt : std::optional(found->second);
  }
  Result<std::optional<Link>> linked(Source source, std::string_view subject) override {
    for (const auto& [id, link] : links_)
      if (link.source == source && link.subject == subject && !subject.empty()) return std::optional(link);
    return std::optional<Link>();
  }
  Result<bool> claim(AccountId account, Source source, const std::string& subject) override {
    const auto found = links_.find(account.value);
    if (found == links_.end() || found->second.source != source || !found->second.subject.empty()) return false;
    found->second.subject = subject;
    return true;
  }
  Result<AccountId> add(const Account& account, const Link& link) override {
    Account made = account;
    made.password.clear();
    made.must_change_password = false;
    const AccountId id = *accounts_.save(made);
    links_[id.value] = {id, link.source, link.subject};
    return id;
  }

 private:
  MemoryAccounts& accounts_;
  std::map<std::int64_t, Link> links_;
};

// Knows one person; down when told so.
class OneDirectory final : public Directory {
 public:
  Result<std::optional<Person>> authenticate(std::string_view name, std::string_view password) override {
    ++asked_;
    if (down_) return fail(Kind::Unavailable, "directory.unreachable");
    if (name != person_.name || password != "ldap-word") return std::optional<Person>();
    return std::optional(person_);
  }
  Person person_{"uuid-1", "li", "李明"};
  bool down_ = false;
  int asked_ = 0;
};

class SignInTest : public testing::Test {
 protected:
  static AccessRules quick() {
    AccessRules rules;
    rules.cost = {.memory_kib = 64, .passes = 1, .lanes = 1};
    rules.second_factor = SecondFactor::Optional;
    return rules;
  }
  template <class T>
  static std::string code_of(const Result<T>& result) {
    return result ? "" : result.error().code;
  }
  Result<SignedIn> sign_in(const std::string& name, const std::string& password) {
    return door_.sign_in(name, password, kHere);
  }
  Result<SignedIn> recognise(const std::string& token) { return door_.recognise(token, kHere.address); }
  Result<SignedIn> change(const std::string& token, const std::string& from, const std::string& to) {
    return door_.change_password(token, from, to, kHere);
  }
  Doorkeeper under(const AccessRules& rules) {
    return {{store_, grants_, sign_in_, links_}, factors_, clock_, rules, &directory_};
  }
  static constexpr Peer kHere{"127.0.0.1", "test"};
  MemoryAccounts store_;
  StillClock clock_{from_millis(1'700'000'000'000)};
  // The first of the first accounts: "admin".
  NewSecret first() { return door_.first_accounts()->at(0); }
  MemoryGrants grants_{store_};
  MemorySignIn sign_in_{store_};
  MemoryLinks links_{store_};
  OneDirectory directory_;
  const Sealer sealer_{std::string(kSealKeyBytes, 'k')};
  SecondFactors factors_{sign_in_, sealer_, clock_};
  Doorkeeper door_{{store_, grants_, sign_in_, links_}, factors_, clock_, quick()};
};

TEST_F(SignInTest, EachAdministratorsWorkHasAnAccountFromTheStart) {
  const auto made = door_.first_accounts();
  ASSERT_TRUE(made);
  ASSERT_EQ(made->size(), 3U);
  EXPECT_TRUE(door_.first_accounts()->empty());
  const auto roles = [&](const NewSecret& one) {
    std::vector<Role> held;
    const auto who = sign_in(one.account, one.secret);
    for (const Grant& grant : who->grants) held.push_back(grant.role);
    return held;
  };
  EXPECT_EQ(made->at(0).account, "admin");
  EXPECT_EQ(roles(made->at(0)), (std::vector{Role::SystemAdministrator, Role::StaffingOffice, Role::CyberspaceOffice}));
  EXPECT_EQ(made->at(1).account, "secadmin");
  EXPECT_EQ(roles(made->at(1)), std::vector{Role::SecurityAdministrator});
  EXPECT_EQ(made->at(2).account, "auditor");
  EXPECT_EQ(roles(made->at(2)), std::vector{Role::AuditAdministrator});
}

TEST_F(SignInTest, AnAdministratorNobodyIsIsMadeLater) {
  (void)first();
  std::erase_if(store_.grants_, [](const Grant& one) { return one.role == Role::SecurityAdministrator; });
  const auto made = door_.first_accounts();
  ASSERT_EQ(made->size(), 1U);
  EXPECT_EQ(made->at(0).account, "secadmin-2");
}

TEST_F(SignInTest, TheFirstAdministratorMustChangeTheSecret) {
  const auto first = this->first();
  const auto signed_in = sign_in(first.account, first.secret);
  ASSERT_TRUE(signed_in);
  EXPECT_TRUE(signed_in->account.must_change_password);
  EXPECT_EQ(code_of(change(signed_in->token, first.secret, "short")), "access.password_too_short");
  EXPECT_EQ(code_of(change(signed_in->token, "wrong", "Bamboo-2026-x")), "access.wrong_password");
  clock_.advance(std::chrono::seconds(60));
  EXPECT_EQ(code_of(change(signed_in->token, first.secret, first.secret)), "access.password_unchanged");
  const auto changed = change(signed_in->token, first.secret, "Bamboo-2026-x");
  ASSERT_TRUE(changed);
  EXPECT_FALSE(changed->account.must_change_password);
  EXPECT_EQ(code_of(recognise(signed_in->token)), "access.no_session");
  EXPECT_TRUE(recognise(changed->token));
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.wrong_password");
}

TEST_F(SignInTest, UnknownNamesAndWrongPasswordsAnswerAlike) {
  const auto first = this->first();
  EXPECT_EQ(code_of(sign_in("nobody", "x")), code_of(sign_in(first.account, "x")));
  EXPECT_EQ(code_of(sign_in(first.account, std::string(100'000, 'x'))), "access.wrong_password");
}

TEST_F(SignInTest, RefusedAttemptsLockTheAccountEachTimeForLonger) {
  const auto first = this->first();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(code_of(sign_in(first.account, "x")), "access.wrong_password");
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.wait");
  clock_.advance(std::chrono::minutes(30) - Millis(1));
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.wait");
  clock_.advance(Millis(1));
  EXPECT_EQ(code_of(sign_in(first.account, "x")), "access.wrong_password");
  clock_.advance(std::chrono::minutes(30));
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.wait");
  clock_.advance(std::chrono::minutes(30));
  EXPECT_TRUE(sign_in(first.account, first.secret));
  EXPECT_EQ(store_.accounts_.begin()->second.failures, 0);
}

TEST_F(SignInTest, ALockIsNeverLongerThanItsLimit) {
  Account account{.failures = 60, .last_failure = clock_.now()};
  EXPECT_EQ(wait_left(account, clock_.now()), std::chrono::hours(8));
  EXPECT_EQ(wait_left(account, clock_.now() + std::chrono::hours(8)), Millis(0));
}

TEST_F(SignInTest, ANameNobodyHasCostsAndLocksAsOneSomebodyHas) {
  const auto first = this->first();
  for (const std::string& name : {first.account, std::string("nobody")}) {
    for (int i = 0; i < 5; ++i) {
      const std::uint64_t before = argon2_runs();
      EXPECT_EQ(code_of(sign_in(name, "x")), "access.wrong_password");
      EXPECT_EQ(argon2_runs() - before, 1U) << name;
    }
    const std::uint64_t before = argon2_runs();
    EXPECT_EQ(code_of(sign_in(name, "x")), "access.wait") << name;
    EXPECT_EQ(argon2_runs() - before, 0U) << name;
  }
}

TEST_F(SignInTest, APasswordGrowsOldAndFormerOnesAreNotTakenAgain) {
  const auto first = this->first();
  const std::vector<std::string> own = {"Bamboo-2026-a", "Bamboo-2026-b", "Bamboo-2026-c",
                                        "Bamboo-2026-d", "Bamboo-2026-e", "Bamboo-2026-f"};
  std::string token = sign_in(first.account, first.secret)->token, before = first.secret;
  for (const std::string& next : own) {
    const auto changed = change(token, before, next);
    ASSERT_TRUE(changed) << changed.error().code;
    token = changed->token;
    before = next;
  }
  EXPECT_EQ(code_of(change(token, before, own[1])), "access.password_used");
  EXPECT_TRUE(change(token, before, first.secret + "A!")) << "six changes ago";
  clock_.advance(std::chrono::hours(24 * 89));
  EXPECT_EQ(sign_in(first.account, first.secret + "A!")->owes, Owes::Nothing);
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(sign_in(first.account, first.secret + "A!")->owes, Owes::Password);
}

TEST_F(SignInTest, AnAdministratorComesFromWhereAdministratorsMay) {
  const auto made = *door_.first_accounts();
  AccessRules rules = quick();
  rules.administrators_from = {*web::read_network("10.0.0.0/8")};
  Doorkeeper door = under(rules);
  EXPECT_EQ(code_of(door.sign_in("admin", made[0].secret, kHere)), "access.address_refused");
  const auto inside = door.sign_in("admin", made[0].secret, {"10.1.2.3", ""});
  ASSERT_TRUE(inside);
  EXPECT_TRUE(door.recognise(inside->token, "10.1.2.3"));
  EXPECT_EQ(code_of(door.recognise(inside->token, "127.0.0.1")), "access.address_refused");
  store_.grants_.clear();
  EXPECT_TRUE(door.recognise(inside->token, "127.0.0.1")) << "no administrator any more";
}

TEST_F(SignInTest, SessionsEndIdleOldOrSignedOut) {
  const auto first = this->first();
  const auto idle = sign_in(first.account, first.secret);
  clock_.advance(std::chrono::minutes(31));
  EXPECT_EQ(code_of(recognise(idle->token)), "access.session_ended");
  const auto busy = sign_in(first.account, first.secret);
  for (int i = 0; i < 47; ++i) {
    clock_.advance(std::chrono::minutes(15));
    EXPECT_TRUE(recognise(busy->token));
  }
  clock_.advance(std::chrono::minutes(15));
  EXPECT_EQ(code_of(recognise(busy->token)), "access.session_ended");
  const auto last = sign_in(first.account, first.secret);
  ASSERT_TRUE(door_.sign_out(last->token));
  EXPECT_EQ(code_of(recognise(last->token)), "access.no_session");
}

TEST_F(SignInTest, TheTokenItselfIsNeverKept) {
  const auto first = this->first();
  const auto signed_in = sign_in(first.account, first.secret);
  EXPECT_EQ(signed_in->token.size(), 64u);
  EXPECT_EQ(store_.sessions_.begin()->second.token_hash, sha256_hex(signed_in->token));
}

TEST_F(SignInTest, ADisabledAccountStaysOutside) {
  const auto first = this->first();
  const auto before = sign_in(first.account, first.secret);
  store_.accounts_.begin()->second.state = AccountState::Disabled;
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.disabled");
  EXPECT_EQ(code_of(recognise(before->token)), "access.no_session");
}

class ElsewhereTest : public SignInTest {
 protected:
  Result<SignedIn> come(const std::string& name, const std::string& password, bool makes = false) {
    AccessRules rules = quick();
    rules.ldap_makes_accounts = makes;
    return under(rules).sign_in(name, password, kHere);
  }
};

TEST_F(ElsewhereTest, AnAccountIsLinkedAtItsFirstSignInAndOutlivesANewName) {
  EXPECT_EQ(code_of(come("li", "ldap-word")), "access.no_account_here");
  const AccountId id = *links_.add(Account{.name = "li"}, {{}, Source::Ldap, ""});
  EXPECT_EQ(come("li", "ldap-word")->account.id, id);
  EXPECT_EQ(links_.link_of(id)->value().subject, "uuid-1");
  directory_.person_.name = "li.new";
  EXPECT_EQ(come("li.new", "ldap-word")->account.id, id);
  directory_.person_ = {"uuid-2", "li", ""};
  EXPECT_EQ(code_of(come("li", "ldap-word")), "access.no_account_here") << "somebody else by that name";
}

TEST_F(ElsewhereTest, ALocalAccountIsNeverOpenedByTheDirectory) {
  const auto first = this->first();
  directory_.person_.name = "admin";
  EXPECT_EQ(code_of(come("admin", "ldap-word", true)), "access.wrong_password");
  EXPECT_EQ(directory_.asked_, 0);
  directory_.down_ = true;
  EXPECT_TRUE(come("admin", first.secret));
  EXPECT_EQ(code_of(come("li", "ldap-word")), "directory.unreachable");
}

TEST_F(ElsewhereTest, AnAccountThatIsMadeMayDoNothing) {
  const auto who = come("li", "ldap-word", true);
  ASSERT_TRUE(who);
  EXPECT_TRUE(who->grants.empty());
  EXPECT_EQ(who->account.full_name, "李明");
  EXPECT_EQ(who->owes, Owes::Nothing);
  directory_.person_ = {"uuid-3", "cli", ""};
  EXPECT_EQ(code_of(come("cli", "ldap-word", true)), "access.no_account_here") << "a name the program uses itself";
}

TEST_F(ElsewhereTest, WrongPasswordsOfTheDirectoryLockTheAccountToo) {
  const AccountId id = *links_.add(Account{.name = "li"}, {{}, Source::Ldap, "uuid-1"});
  for (int i = 0; i < 5; ++i) {
    const std::uint64_t before = argon2_runs();
    EXPECT_EQ(code_of(come("li", "x")), "access.wrong_password");
    EXPECT_EQ(argon2_runs() - before, 1U) << "as much work as for anybody";
  }
  EXPECT_EQ(code_of(come("li", "ldap-word")), "access.wait");
  EXPECT_EQ(store_.accounts_[id.value].failures, 5);
}

TEST_F(ElsewhereTest, APasswordKeptElsewhereIsNotChangedHere) {
  links_.add(Account{.name = "li"}, {{}, Source::Ldap, "uuid-1"}).value();
  const auto who = come("li", "ldap-word");
  EXPECT_EQ(code_of(door_.change_password(who->token, "", "Bamboo-2026-x", kHere)), "access.password_elsewhere");
  EXPECT_EQ(code_of(door_.sign_in("li", "", kHere)), "access.wrong_password") << "an empty hash fits nothing";
}

// An administrator with a password of his own, and the rules as they are by default.
class SecondFactorTest : public SignInTest {
 protected:
  SecondFactorTest() {
    AccessRules rules = quick();
    rules.second_factor = SecondFactor::Administrators;
    strict_.emplace(DoorStores{store_, grants_, sign_in_, links_}, factors_, clock_, rules);
    const auto secret = this->first();
    const auto who = strict_->sign_in("admin", secret.secret, kHere);
    EXPECT_EQ(who->owes, Owes::Password);
    EXPECT_EQ(code_of(strict_->begin_factor(*who)), "access.must_change_password");
    begun_ = *strict_->change_password(who->token, secret.secret, kOwn, kHere);
  }
  std::string code(std::int64_t later = 0) {
    const auto factor = *sign_in_.factor(begun_.account.id);
    const auto place = "second_factor.secret/" + std::to_string(begun_.account.id.value);
    return totp_code(*sealer_.open(factor->secret, place), totp_step(clock_.now()) + later);
  }
  Doorkeeper::Enrolled enrol() {
    EXPECT_TRUE(strict_->begin_factor(begun_));
    return *strict_->confirm_factor(begun_, code(), kHere);
  }
  SignedIn first_step() { return *strict_->sign_in("admin", kOwn, kHere); }
  Result<SignedIn> second_step(const std::string& code) { return strict_->enter_code(first_step().token, code, kHere); }
  static constexpr const char* kOwn = "Bamboo-2026-x";
  std::optional<Doorkeeper> strict_;
  SignedIn begun_;
};

TEST_F(SecondFactorTest, WhoOwesOneMayDoNothingButSetItUp) {
  EXPECT_EQ(begun_.owes, Owes::SecondFactor);
  const auto enrolled = enrol();
  EXPECT_EQ(enrolled.who.owes, Owes::Nothing);
  EXPECT_EQ(enrolled.recovery_codes.size(), kRecoveryCodes);
  EXPECT_EQ(code_of(strict_->recognise(begun_.token, kHere.address)), "access.no_session") << "a fresh token a step";
  EXPECT_EQ(strict_->recognise(enrolled.who.token, kHere.address)->owes, Owes::Nothing);
}

TEST_F(SecondFactorTest, SigningInTakesTwoStepsAndAFreshTokenEach) {
  enrol();
  clock_.advance(std::chrono::minutes(1));
  const SignedIn half = first_step();
  EXPECT_EQ(half.owes, Owes::Code);
  EXPECT_EQ(code_of(strict_->change_password(half.token, kOwn, "Bamboo-2026-y", kHere)), "access.code_needed");
  EXPECT_EQ(code_of(strict_->begin_factor(half)), "access.code_needed");
  const auto whole = strict_->enter_code(half.token, code(), kHere);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->owes, Owes::Nothing);
  EXPECT_NE(whole->token, half.token);
  EXPECT_EQ(code_of(strict_->recognise(half.token, kHere.address)), "access.no_session");
  EXPECT_EQ(code_of(strict_->enter_code(whole->token, code(1), kHere)), "access.no_code_owed");
}

TEST_F(SecondFactorTest, ACodeIsGoodOnce) {
  enrol();
  clock_.advance(std::chrono::minutes(1));
  const std::string used = code();
  EXPECT_TRUE(second_step(used));
  EXPECT_EQ(code_of(second_step(used)), "access.wrong_code");
  EXPECT_TRUE(second_step(code(1)));
}

TEST_F(SecondFactorTest, WrongCodesLockTheAccountAndTheRightPasswordDoesNotForgiveThem) {
  enrol();
  clock_.advance(std::chrono::minutes(1));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(code_of(second_step("00000" + std::to_string(i))), "access.wrong_code");
  EXPECT_EQ(code_of(strict_->sign_in("admin", kOwn, kHere)), "access.wait");
}

TEST_F(SecondFactorTest, ALockedAccountTakesNoCodeFromASessionThatIsHalfOpen) {
  enrol();
  clock_.advance(std::chrono::minutes(1));
  const SignedIn half = first_step();
  for (int i = 0; i < 5; ++i) (void)strict_->enter_code(half.token, "000000", kHere);
  EXPECT_EQ(code_of(strict_->enter_code(half.token, code(), kHere)), "access.wait");
}

TEST_F(SecondFactorTest, ARecoveryCodeIsGoodOnceHoweverItIsTyped) {
  auto codes = enrol().recovery_codes;
  EXPECT_TRUE(second_step(codes[0]));
  EXPECT_EQ(code_of(second_step(codes[0])), "access.wrong_code");
  std::string typed = codes[1];
  std::erase(typed, '-');
  typed[0] = static_cast<char>(std::toupper(typed[0]));
  const auto who = second_step(" " + typed);
  ASSERT_TRUE(who);
  EXPECT_EQ(factors_.standing(who->account.id)->recovery_codes, 8);
  clock_.advance(std::chrono::minutes(1));
  codes = *strict_->renew_recovery_codes(*who, code());
  EXPECT_EQ(factors_.standing(who->account.id)->recovery_codes, 10);
}

TEST_F(SecondFactorTest, WhatIsDemandedIsNotTakenAwayByItsOwner) {
  const auto who = enrol().who;
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(code_of(strict_->drop_factor(who, code())), "access.factor_demanded");
  EXPECT_EQ(code_of(door_.drop_factor(who, "000000")), "access.wrong_code");
  EXPECT_TRUE(door_.drop_factor(who, code()));
  EXPECT_EQ(first_step().owes, Owes::SecondFactor);
}

TEST_F(SecondFactorTest, WhoSetOneUpIsAskedForItAlsoWhereItIsNotDemanded) {
  enrol();
  EXPECT_EQ(door_.sign_in("admin", kOwn, kHere)->owes, Owes::Code);
  AccessRules off = quick();
  off.second_factor = SecondFactor::Off;
  EXPECT_EQ(under(off).sign_in("admin", kOwn, kHere)->owes, Owes::Nothing);
}

TEST(PasswordRules, RefuseWhatIsShortLongSimpleOrTheName) {
  const auto code = [](std::string_view password) {
    const auto fine = check_password(password, "operator");
    return fine ? std::string() : fine.error().code;
  };
  EXPECT_EQ(code("Aa1!"), "access.password_too_short");
  EXPECT_EQ(code(std::string(300, 'a')), "access.password_too_long");
  EXPECT_EQ(code("aaaaaaaaaaaa1"), "access.password_too_simple");
  EXPECT_EQ(code("xOperator-2026"), "access.password_is_name");
  EXPECT_EQ(code("P@ssw0rd2026"), "access.password_common");
  EXPECT_EQ(code("竹子青青2026-Ab好"), "");
}

TEST(AccountName, AllowsAFewPlainCharacters) {
  EXPECT_TRUE(check_account_name("zhang.san@bb"));
  for (const char* own : {"cli", "watch"}) EXPECT_EQ(check_account_name(own).error().code, "access.name_taken");
  for (const char* bad : {"", "Zhang", "a b", "a'--", "张三"}) EXPECT_FALSE(check_account_name(bad)) << bad;
}

TEST(Password, HashesVerifyAndMalformedOnesDoNot) {
  const Argon2Cost cost{.memory_kib = 64, .passes = 1, .lanes = 1};
  const auto hash = hash_password("秘密", std::string(kSaltBytes, 's'), cost);
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  EXPECT_EQ(verify_password("秘密", *hash), PasswordMatch::Yes);
  EXPECT_EQ(verify_password("秘密x", *hash), PasswordMatch::No);
  EXPECT_EQ(verify_password("秘密", "$argon2id$nonsense"), PasswordMatch::No);
  EXPECT_EQ(verify_password("秘密", ""), PasswordMatch::No);
}

}  // namespace
}  // namespace huabiao::access
