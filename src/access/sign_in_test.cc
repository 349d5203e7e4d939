#include "access/sign_in.h"

#include <gtest/gtest.h>
#include <map>

#include "base/digest.h"

namespace huabiao::access {
namespace {

// Keeps accounts in memory.
class MemoryAccounts final : public AccountStore {
 public:
  Result<std::int64_t> count() override { return static_cast<std::int64_t>(accounts_.size()); }
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
  Result<std::optional<AccountId>> save_first(const Account& account) override {
    if (!accounts_.empty()) return std::optional<AccountId>();
    return std::optional(*save(account));
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

  std::map<std::int64_t, Account> accounts_;
  std::map<std::int64_t, Session> sessions_;
  std::int64_t last_ = 0;
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
  Doorkeeper door_{store_, clock_, quick()};
};

TEST_F(SignInTest, TheFirstAdministratorMustChangeTheSecret) {
  const auto first = door_.first_account();
  ASSERT_TRUE(first && *first);
  EXPECT_FALSE(*door_.first_account());
  const auto signed_in = sign_in((*first)->name, (*first)->secret);
  ASSERT_TRUE(signed_in);
  EXPECT_TRUE(signed_in->account.must_change_password);
  EXPECT_EQ(code_of(door_.change_password(signed_in->token, (*first)->secret, "short")), "access.password_too_short");
  EXPECT_EQ(code_of(door_.change_password(signed_in->token, "wrong", "Bamboo-2026-x")), "access.wrong_password");
  clock_.advance(std::chrono::seconds(60));
  EXPECT_EQ(code_of(door_.change_password(signed_in->token, (*first)->secret, (*first)->secret)),
            "access.password_unchanged");
  const auto changed = door_.change_password(signed_in->token, (*first)->secret, "Bamboo-2026-x");
  ASSERT_TRUE(changed);
  EXPECT_FALSE(changed->account.must_change_password);
  EXPECT_EQ(code_of(door_.recognise(signed_in->token)), "access.no_session");
  EXPECT_TRUE(door_.recognise(changed->token));
  EXPECT_EQ(code_of(sign_in((*first)->name, (*first)->secret)), "access.wrong_password");
}

TEST_F(SignInTest, UnknownNamesAndWrongPasswordsAnswerAlike) {
  const auto first = *door_.first_account();
  EXPECT_EQ(code_of(sign_in("nobody", "x")), code_of(sign_in(first->name, "x")));
  EXPECT_EQ(code_of(sign_in(first->name, std::string(100'000, 'x'))), "access.wrong_password");
}

TEST_F(SignInTest, RefusedAttemptsMakeTheNextOneWait) {
  const auto first = *door_.first_account();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code_of(sign_in(first->name, "x")), "access.wrong_password");
  EXPECT_EQ(code_of(sign_in(first->name, first->secret)), "access.wait");
  clock_.advance(std::chrono::seconds(2));
  EXPECT_EQ(code_of(sign_in(first->name, "x")), "access.wrong_password");
  clock_.advance(std::chrono::seconds(2));
  EXPECT_EQ(code_of(sign_in(first->name, first->secret)), "access.wait");
  clock_.advance(std::chrono::seconds(2));
  EXPECT_TRUE(sign_in(first->name, first->secret));
  EXPECT_EQ(store_.accounts_.begin()->second.failures, 0);
}

TEST_F(SignInTest, SessionsEndIdleOldOrSignedOut) {
  const auto first = *door_.first_account();
  const auto idle = sign_in(first->name, first->secret);
  clock_.advance(std::chrono::minutes(31));
  EXPECT_EQ(code_of(door_.recognise(idle->token)), "access.session_ended");
  const auto busy = sign_in(first->name, first->secret);
  for (int i = 0; i < 47; ++i) {
    clock_.advance(std::chrono::minutes(15));
    EXPECT_TRUE(door_.recognise(busy->token));
  }
  clock_.advance(std::chrono::minutes(15));
  EXPECT_EQ(code_of(door_.recognise(busy->token)), "access.session_ended");
  const auto last = sign_in(first->name, first->secret);
  ASSERT_TRUE(door_.sign_out(last->token));
  EXPECT_EQ(code_of(door_.recognise(last->token)), "access.no_session");
}

TEST_F(SignInTest, TheTokenItselfIsNeverKept) {
  const auto first = *door_.first_account();
  const auto signed_in = sign_in(first->name, first->secret);
  EXPECT_EQ(signed_in->token.size(), 64u);
  EXPECT_EQ(store_.sessions_.begin()->second.token_hash, sha256_hex(signed_in->token));
}

TEST_F(SignInTest, ADisabledAccountStaysOutside) {
  const auto first = *door_.first_account();
  const auto before = sign_in(first->name, first->secret);
  store_.accounts_.begin()->second.state = AccountState::Disabled;
  EXPECT_EQ(code_of(sign_in(first->name, first->secret)), "access.disabled");
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
