#include <gtest/gtest.h>

#include "access/account_store.h"
#include "access/sign_in_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

class SignInRowsTest : public StoresTest {
 protected:
  access::SignInStore& sign_in() { return stores_->sign_in(); }
  access::Account account() { return *good(stores_->accounts().account(id_)); }
  const access::AccountId id_ = good(stores_->accounts().save(access::Account{.name = "li", .password = "first"}));
  const std::vector<std::string> codes_ = {"c1", "c2"};
};

TEST_F(SignInRowsTest, CountsRefusalsAndTouchesNothingElse) {
  good(sign_in().refused(id_, clock_.now()));
  good(sign_in().refused(id_, clock_.now()));
  EXPECT_EQ(account().failures, 2);
  EXPECT_EQ(account().last_failure, clock_.now());
  EXPECT_EQ(account().password, "first");
  good(sign_in().entered(id_, clock_.now()));
  EXPECT_EQ(account().failures, 0);
  EXPECT_FALSE(account().last_failure);
  EXPECT_EQ(account().last_sign_in, clock_.now());
}

TEST_F(SignInRowsTest, KeepsSoManyFormerPasswords) {
  for (const char* next : {"second", "third", "fourth"}) good(sign_in().set_password(id_, next, clock_.now(), 2));
  EXPECT_EQ(account().password, "fourth");
  EXPECT_FALSE(account().must_change_password);
  EXPECT_EQ(good(sign_in().former_passwords(id_)), (std::vector<std::string>{"third", "second"}));
  good(sign_in().set_password(id_, "fifth", clock_.now(), 0));
  EXPECT_TRUE(good(sign_in().former_passwords(id_)).empty());
}

TEST_F(SignInRowsTest, AFactorIsBegunAnewUntilItIsConfirmed) {
  EXPECT_FALSE(good(sign_in().factor(id_)));
  EXPECT_FALSE(good(sign_in().confirm_factor(id_, 1, clock_.now(), codes_)));
  for (const char* secret : {"s1", "s2"})
    EXPECT_TRUE(
        good(sign_in().begin_factor({.account = id_, .secret = secret, .begun = clock_.now(), .confirmed = {}})));
  EXPECT_FALSE(good(sign_in().factor(id_))->confirmed);
  EXPECT_TRUE(good(sign_in().confirm_factor(id_, 7, clock_.now(), codes_)));
  EXPECT_FALSE(good(sign_in().confirm_factor(id_, 8, clock_.now(), codes_)));
  EXPECT_FALSE(good(sign_in().begin_factor({.account = id_, .secret = "s3", .begun = clock_.now(), .confirmed = {}})));
  reopen();
  const auto kept = *good(sign_in().factor(id_));
  EXPECT_EQ(kept.secret, "s2");
  EXPECT_EQ(kept.confirmed, clock_.now());
  EXPECT_EQ(kept.last_step, 7);
  EXPECT_EQ(good(sign_in().any_factor())->account, id_);
}

TEST_F(SignInRowsTest, AStepAndARecoveryCodeAreTakenOnce) {
  good(sign_in().begin_factor({.account = id_, .secret = "s", .begun = clock_.now(), .confirmed = {}}));
  good(sign_in().confirm_factor(id_, 7, clock_.now(), codes_));
  EXPECT_FALSE(good(sign_in().take_step(id_, 7)));
  EXPECT_TRUE(good(sign_in().take_step(id_, 9)));
  EXPECT_FALSE(good(sign_in().take_step(id_, 8)));
  EXPECT_EQ(good(sign_in().recovery_codes_left(id_)), 2);
  EXPECT_TRUE(good(sign_in().take_recovery_code(id_, "c1", clock_.now())));
  EXPECT_FALSE(good(sign_in().take_recovery_code(id_, "c1", clock_.now())));
  EXPECT_FALSE(good(sign_in().take_recovery_code(id_, "c9", clock_.now())));
  EXPECT_EQ(good(sign_in().recovery_codes_left(id_)), 1);
  good(sign_in().set_recovery_codes(id_, std::vector<std::string>{"d1", "d2", "d3"}));
  EXPECT_EQ(good(sign_in().recovery_codes_left(id_)), 3);
  good(sign_in().drop_factor(id_));
  EXPECT_FALSE(good(sign_in().factor(id_)));
  EXPECT_EQ(good(sign_in().recovery_codes_left(id_)), 0);
}

}  // namespace
}  // namespace huabiao::storage
