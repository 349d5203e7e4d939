#include "access/sign_in.h"

#include <gtest/gtest.h>
#include <map>

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

class SignInTest : public testing::Test {
 protected:
  static AccessRules quick() {
    AccessRules rules;
    rules.cost = {.memory_kib = 64, .passes = 1, .lanes = 1};
    return rules;
  }
  std::string code_of(const Result<SignedIn>& result) { return result ? "" : result.error().code; }
  Result<SignedIn> sign_in(const std::string& name, const std::string& password) {
    return door_.sign_in(name, password, "127.0.0.1", "test");
  }
  MemoryAccounts store_;
  StillClock clock_{from_millis(1'700'000'000'000)};
  // The first of the first accounts: "admin".
  NewSecret first() { return door_.first_accounts()->at(0); }
  MemoryGrants grants_{store_};
  Doorkeeper door_{store_, grants_, clock_, quick()};
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
  EXPECT_EQ(code_of(door_.change_password(signed_in->token, first.secret, "short")), "access.password_too_short");
  EXPECT_EQ(code_of(door_.change_password(signed_in->token, "wrong", "Bamboo-2026-x")), "access.wrong_password");
  clock_.advance(std::chrono::seconds(60));
  EXPECT_EQ(code_of(door_.change_password(signed_in->token, first.secret, first.secret)), "access.password_unchanged");
  const auto changed = door_.change_password(signed_in->token, first.secret, "Bamboo-2026-x");
  ASSERT_TRUE(changed);
  EXPECT_FALSE(changed->account.must_change_password);
  EXPECT_EQ(code_of(door_.recognise(signed_in->token)), "access.no_session");
  EXPECT_TRUE(door_.recognise(changed->token));
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.wrong_password");
}

TEST_F(SignInTest, UnknownNamesAndWrongPasswordsAnswerAlike) {
  const auto first = this->first();
  EXPECT_EQ(code_of(sign_in("nobody", "x")), code_of(sign_in(first.account, "x")));
  EXPECT_EQ(code_of(sign_in(first.account, std::string(100'000, 'x'))), "access.wrong_password");
}

TEST_F(SignInTest, RefusedAttemptsMakeTheNextOneWait) {
  const auto first = this->first();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code_of(sign_in(first.account, "x")), "access.wrong_password");
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.wait");
  clock_.advance(std::chrono::seconds(2));
  EXPECT_EQ(code_of(sign_in(first.account, "x")), "access.wrong_password");
  clock_.advance(std::chrono::seconds(2));
  EXPECT_EQ(code_of(sign_in(first.account, first.secret)), "access.wait");
  clock_.advance(std::chrono::seconds(2));
  EXPECT_TRUE(sign_in(first.account, first.secret));
  EXPECT_EQ(store_.accounts_.begin()->second.failures, 0);
}

TEST_F(SignInTest, SessionsEndIdleOldOrSignedOut) {
  const auto first = this->first();
  const auto idle = sign_in(first.account, first.secret);
  clock_.advance(std::chrono::minutes(31));
  EXPECT_EQ(code_of(door_.recognise(idle->token)), "access.session_ended");
  const auto busy = sign_in(first.account, first.secret);
  for (int i = 0; i < 47; ++i) {
    clock_.advance(std::chrono::minutes(15));
    EXPECT_TRUE(door_.recognise(busy->token));
  }
  clock_.advance(std::chrono::minutes(15));
  EXPECT_EQ(code_of(door_.recognise(busy->token)), "access.session_ended");
  const auto last = sign_in(first.account, first.secret);
  ASSERT_TRUE(door_.sign_out(last->token));
  EXPECT_EQ(code_of(door_.recognise(last->token)), "access.no_session");
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
  EXPECT_EQ(code_of(door_.recognise(before->token)), "access.no_session");
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
