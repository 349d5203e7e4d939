#include "monitor/plan/schedule.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::monitor {
namespace {

Visit visit_to(std::string host, std::int64_t site = 1) {
  Visit visit;
  visit.host = std::move(host);
  visit.site = site;
  return visit;
}
Errand errand_to(std::string host, std::uint64_t number) {
  return {number, {visit_to(std::move(host))}};
}

}  // namespace

TEST(ErrandsOf, SitesThatShareAHostShareAnErrandAndKeepTheirRows) {
  const auto errands = errands_of({visit_to("a.cn", 1), visit_to("b.cn", 2), visit_to("a.cn", 3)}, 100, 1);
  ASSERT_EQ(errands.size(), 2U);
  EXPECT_EQ(errands[0].number, 1U);
  ASSERT_EQ(errands[0].visits.size(), 2U);
  EXPECT_EQ(errands[0].visits[1].site, 3);
  EXPECT_EQ(errands[1].number, 2U);
}

TEST(ErrandsOf, AnotherPortOrPathIsAnotherErrandAndAFullOneIsSplit) {
  Visit port = visit_to("a.cn");
  port.port = 8080;
  Visit path = visit_to("a.cn");
  path.path = "/x";
  EXPECT_EQ(errands_of({visit_to("a.cn"), port, path}, 100, 1).size(), 3U);
  EXPECT_EQ(errands_of({visit_to("a.cn"), visit_to("a.cn"), visit_to("a.cn")}, 2, 1).size(), 2U);
}

TEST(Schedule, NeverAsksAHostTwiceAtOnce) {
  Schedule schedule({}, Millis(0));
  schedule.add(errand_to("a.cn", 1));
  schedule.add(errand_to("a.cn", 2));
  schedule.add(errand_to("b.cn", 3));
  EXPECT_EQ(schedule.next(Millis(0))->number, 1U);
  EXPECT_EQ(schedule.next(Millis(0))->number, 3U);
  EXPECT_FALSE(schedule.next(Millis(0)).has_value());
  EXPECT_FALSE(schedule.empty());
  EXPECT_FALSE(schedule.wait(Millis(0)).has_value());
  schedule.finished("a.cn");
  EXPECT_EQ(schedule.next(Millis(0))->number, 2U);
  EXPECT_TRUE(schedule.empty());
}

TEST(Schedule, ASecondAttemptWaitsBetweenOnceAndTwiceThePause) {
  Schedule schedule({.retry_pause = Millis(1000)}, Millis(0));
  schedule.again({visit_to("a.cn")}, 7, Millis(500));
  EXPECT_EQ(schedule.waiting_second(), 1U);
  EXPECT_FALSE(schedule.next(Millis(1499)).has_value());
  EXPECT_GE(*schedule.wait(Millis(500)), Millis(1000));
  EXPECT_LT(*schedule.wait(Millis(500)), Millis(2000));
  const auto errand = schedule.next(Millis(2500));
  ASSERT_TRUE(errand.has_value());
  EXPECT_EQ(errand->visits[0].attempt, 2);
}

TEST(Schedule, BeginsNoMoreErrandsThanTheRateAllows) {
  Schedule schedule({.rate = 10}, Millis(0));
  for (std::uint64_t i = 1; i <= 5; ++i) schedule.add(errand_to("h" + std::to_string(i) + ".cn", i));
  EXPECT_TRUE(schedule.next(Millis(0)).has_value());
  EXPECT_FALSE(schedule.next(Millis(50)).has_value());
  EXPECT_GT(*schedule.wait(Millis(50)), Millis(0));
  EXPECT_TRUE(schedule.next(Millis(101)).has_value());
  EXPECT_FALSE(schedule.next(Millis(150)).has_value());
}

TEST(Schedule, DrainGivesBackAllThatWasNotHandedOut) {
  Schedule schedule({}, Millis(0));
  schedule.add(errand_to("a.cn", 1));
  schedule.add(errand_to("a.cn", 2));
  schedule.again({visit_to("c.cn")}, 3, Millis(0));
  (void)schedule.next(Millis(0));
  schedule.add(errand_to("a.cn", 4));
  (void)schedule.next(Millis(0));
  EXPECT_EQ(schedule.drain().size(), 3U);
  EXPECT_TRUE(schedule.empty());
}

RC_GTEST_PROP(ScheduleProperty, HandsOutEveryErrandOnceAndNoHostTwiceAtOnce, ()) {
  Schedule schedule({.retry_pause = Millis(5)}, Millis(0));
  const auto hosts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
  for (std::size_t i = 0; i < hosts.size(); ++i) schedule.add(errand_to(std::to_string(hosts[i]), i + 1));
  std::vector<Errand> out;
  std::size_t given = 0;
  Millis now(0);
  while (!schedule.empty() || !out.empty()) {
    now += Millis(1);
    if (*rc::gen::arbitrary<bool>()) {
      if (auto errand = schedule.next(now)) {
        for (const Errand& other : out) RC_ASSERT(other.visits[0].host != errand->visits[0].host);
        out.push_back(*std::move(errand));
        ++given;
      }
    } else if (!out.empty()) {
      schedule.finished(out.back().visits[0].host);
      out.pop_back();
    }
  }
  RC_ASSERT(given == hosts.size());
}

}  // namespace huabiao::monitor
