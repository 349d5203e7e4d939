#include "monitor/plan/registration_plan.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class RegistrationPlanTest : public testing::Test {
 protected:
  bool take(const std::string& domain, std::int64_t site, const std::string& host, const std::string& key = "cn") {
    return plan_.take(domain, site, host, key, seconds(5), now_, elapsed_);
  }
  void pass(Millis time) {
    now_ += time;
    elapsed_ += time;
  }
  RegistrationTurn done(const std::string& domain, RegistrationOutcome outcome, bool accused = false,
                        std::int64_t wait = -1) {
    return plan_.done({.domain = domain, .outcome = outcome, .wait = wait}, accused, "cn", now_, elapsed_);
  }
  TimePoint now_ = *from_iso("2026-11-23T00:00:00Z");
  Millis elapsed_{0};
  RegistrationPlan plan_{RegistrationPace{}};
};

TEST_F(RegistrationPlanTest, ADomainIsAskedForOnceHoweverManySitesLieUnderIt) {
  plan_.add_host("a.gov.cn", 1, "sub.a.gov.cn");
  plan_.add_host("a.gov.cn", 7, "www.a.gov.cn");
  plan_.add_host("a.gov.cn", 9, "www.a.gov.cn");
  EXPECT_FALSE(take("a.gov.cn", 1, "sub.a.gov.cn"));
  EXPECT_FALSE(take("a.gov.cn", 9, "www.a.gov.cn"));
  EXPECT_TRUE(take("a.gov.cn", 7, "www.a.gov.cn"));
  EXPECT_FALSE(take("a.gov.cn", 7, "www.a.gov.cn")) << "under way";
  EXPECT_EQ(done("a.gov.cn", RegistrationOutcome::Registered).due, now_ + hours(24 * 7));
  pass(hours(24 * 7 - 1));
  EXPECT_FALSE(take("a.gov.cn", 7, "www.a.gov.cn"));
  pass(hours(1));
  EXPECT_TRUE(take("a.gov.cn", 7, "www.a.gov.cn"));
}

TEST_F(RegistrationPlanTest, ARegistryIsAskedOneQuestionInItsGap) {
  for (const char* domain : {"a.cn", "b.cn", "c.org"}) plan_.add_host(domain, 1, domain);
  EXPECT_TRUE(take("a.cn", 1, "a.cn"));
  EXPECT_FALSE(take("b.cn", 1, "b.cn"));
  EXPECT_TRUE(take("c.org", 1, "c.org", "org")) << "another registry";
  pass(Millis(4'999));
  EXPECT_FALSE(take("b.cn", 1, "b.cn"));
  pass(Millis(1));
  EXPECT_TRUE(take("b.cn", 1, "b.cn"));
}

TEST_F(RegistrationPlanTest, ARegistryThatRefusesIsLeftAloneLongerAndLonger) {
  plan_.add_host("a.cn", 1, "a.cn");
  plan_.add_host("b.cn", 1, "b.cn");
  ASSERT_TRUE(take("a.cn", 1, "a.cn"));
  done("a.cn", RegistrationOutcome::RateLimited);
  pass(seconds(59));
  EXPECT_FALSE(take("b.cn", 1, "b.cn"));
  pass(seconds(1));
  ASSERT_TRUE(take("b.cn", 1, "b.cn"));
  done("b.cn", RegistrationOutcome::Refused);
  pass(hours(1));
  ASSERT_TRUE(take("a.cn", 1, "a.cn"));
  done("a.cn", RegistrationOutcome::Unreachable, false, 1'800);
  EXPECT_FALSE(plan_.take("b.cn", 1, "b.cn", "cn", seconds(5), now_ + hours(24), elapsed_ + seconds(1'799)))
      << "as long as it asked us to";
  EXPECT_TRUE(plan_.take("b.cn", 1, "b.cn", "cn", seconds(5), now_ + hours(24), elapsed_ + seconds(1'800)));
}

TEST_F(RegistrationPlanTest, ADomainWithoutAnAnswerWaitsLongerEachTime) {
  plan_.add_host("a.cn", 1, "a.cn");
  EXPECT_EQ(done("a.cn", RegistrationOutcome::BadAnswer).due, now_ + hours(1));
  EXPECT_EQ(done("a.cn", RegistrationOutcome::BadAnswer).due, now_ + hours(2));
  for (int i = 0; i < 40; ++i) done("a.cn", RegistrationOutcome::BadAnswer);
  EXPECT_EQ(done("a.cn", RegistrationOutcome::BadAnswer).due, now_ + hours(24));
  EXPECT_EQ(done("a.cn", RegistrationOutcome::NotFound).failures, 0);
  pass(hours(24 * 8));
  EXPECT_TRUE(take("a.cn", 1, "a.cn")) << "its registry was not to blame";
}

TEST_F(RegistrationPlanTest, WhatIsAccusedIsLookedAtAgainSoonAndSoIsWhatNoLongerIs) {
  const auto due = [&](bool accused) { return done("a.cn", RegistrationOutcome::Registered, accused).due - now_; };
  EXPECT_EQ(due(true), hours(1));
  EXPECT_EQ(due(true), hours(24));
  EXPECT_EQ(due(true), hours(24));
  EXPECT_EQ(due(false), hours(1));
  EXPECT_EQ(due(false), hours(24 * 7));
}

TEST_F(RegistrationPlanTest, GoesOnWhereAnEarlierWatchEnded) {
  plan_.add_host("a.cn", 1, "a.cn");
  plan_.resume("a.cn", {.due = now_ + hours(2), .failures = 1});
  EXPECT_FALSE(take("a.cn", 1, "a.cn"));
  EXPECT_FALSE(plan_.overdue("a.cn", now_, hours(1)));
  EXPECT_TRUE(plan_.overdue("b.cn", now_, hours(1))) << "never asked for";
  pass(hours(3));
  EXPECT_TRUE(plan_.overdue("a.cn", now_, hours(1)));
  EXPECT_TRUE(take("a.cn", 1, "a.cn"));
}

TEST_F(RegistrationPlanTest, SwitchedOffNobodyIsAsked) {
  RegistrationPlan off(RegistrationPace{.every = Millis(0)});
  off.add_host("a.cn", 1, "a.cn");
  EXPECT_FALSE(off.take("a.cn", 1, "a.cn", "cn", seconds(5), now_, elapsed_));
}

}  // namespace
}  // namespace huabiao::monitor
