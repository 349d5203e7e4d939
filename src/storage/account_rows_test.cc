#include <gtest/gtest.h>

#include "access/account_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

class AccountRowsTest : public StoresTest {
 protected:
  access::AccountStore& accounts() { return stores_->accounts(); }
};

TEST_F(AccountRowsTest, GivesBackWhatWasSaved) {
  access::Account account{.name = "admin", .full_name = "管理员", .organisation = 7, .password = "h"};
  account.created = account.password_changed = clock_.now();
  const auto id = good(accounts().save(account));
  EXPECT_EQ(accounts().save(account).error().code, "access.name_taken");
  account = *good(accounts().account_named("admin"));
  EXPECT_EQ(account.full_name, "管理员");
  EXPECT_EQ(account.organisation, 7);
  EXPECT_FALSE(account.last_failure);
  account.failures = 2;
  account.last_failure = clock_.now();
  account.must_change_password = false;
  good(accounts().save(account));
  reopen();
  const auto kept = good(accounts().account(id));
  EXPECT_EQ(kept->failures, 2);
  EXPECT_EQ(kept->last_failure, clock_.now());
  EXPECT_FALSE(kept->must_change_password);
  EXPECT_EQ(good(accounts().accounts()).size(), 1u);
  EXPECT_FALSE(good(accounts().account_named("' OR 1 --")));
}

TEST_F(AccountRowsTest, KeepsFindsTouchesAndEndsSessions) {
  const auto id = good(accounts().save(access::Account{.name = "a"}));
  const auto open = [&](const std::string& hash) {
    access::Session session{.account = id, .token_hash = hash, .csrf = "c", .address = "::1", .user_agent = "u"};
    session.began = session.last_used = clock_.now();
    return good(accounts().open_session(session));
  };
  const auto first = open("h1");
  open("h2");
  good(accounts().touch_session(first, clock_.now() + Millis(5)));
  EXPECT_EQ(good(accounts().session("h1"))->last_used, clock_.now() + Millis(5));
  EXPECT_EQ(good(accounts().session("h1"))->csrf, "c");
  good(accounts().end_session(first));
  EXPECT_FALSE(good(accounts().session("h1")));
  clock_.advance(std::chrono::hours(1));
  open("h3");
  good(accounts().drop_sessions(clock_.now(), clock_.now()));
  EXPECT_FALSE(good(accounts().session("h2")));
  EXPECT_TRUE(good(accounts().session("h3")));
  good(accounts().end_sessions_of(id));
  EXPECT_FALSE(good(accounts().session("h3")));
}

}  // namespace
}  // namespace huabiao::storage
