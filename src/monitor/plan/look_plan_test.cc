#include "monitor/plan/look_plan.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr Millis kPeriod = std::chrono::minutes(5), kDay = std::chrono::hours(24);
const TimePoint kStart = from_millis(1'700'000'000'000);

TEST(LookPlan, EverySiteIsDueOnceADaySpreadOverIt) {
  LookPlan plan(Look::Views, kDay);
  int total = 0, most = 0;
  for (int i = 0; i < 288; ++i) {
    plan.begin_period(kStart + i * kPeriod, kPeriod);
    int due = 0;
    for (std::int64_t site = 1; site <= 1000; ++site) due += plan.due(site) ? 1 : 0;
    total += due;
    most = std::max(most, due);
  }
  EXPECT_EQ(total, 1000);
  EXPECT_LE(most, 8);
}

TEST(LookPlan, PeriodsThatBeginLateSkipNobody) {
  LookPlan plan(Look::Views, kDay);
  int total = 0;
  const Millis late = std::chrono::seconds(20);
  for (TimePoint at = kStart; at < kStart + 2 * kDay; at += kPeriod + late) {
    plan.begin_period(at, kPeriod);
    for (std::int64_t site = 1; site <= 1000; ++site) total += plan.due(site) ? 1 : 0;
  }
  EXPECT_GE(total, 1990) << "each twice, but for the moments before the first and after the last";
}

TEST(LookPlan, AClockSetForwardMakesNoHerd) {
  LookPlan plan(Look::Views, kDay);
  plan.begin_period(kStart, kPeriod);
  plan.begin_period(kStart + 10 * kDay, kPeriod);
  int due = 0;
  for (std::int64_t site = 1; site <= 1000; ++site) due += plan.due(site) ? 1 : 0;
  EXPECT_LE(due, 8);
}

TEST(LookPlan, ARestartNeitherRepeatsNorForgets) {
  int times = 0;
  for (int i = 0; i < 288; ++i) {
    LookPlan plan(Look::Views, kDay);
    plan.begin_period(kStart + i * kPeriod, kPeriod);
    times += plan.due(4711) ? 1 : 0;
  }
  EXPECT_EQ(times, 1);
}

TEST(LookPlan, AnAccusedSiteIsDueAgainWithinTheHourUntilItIsCleared) {
  LookPlan plan(Look::Views, kDay);
  const auto due_at = [&](Millis after) {
    plan.begin_period(kStart + after, kPeriod);
    return plan.due(7);
  };
  ASSERT_FALSE(due_at(Millis(0)));
  plan.accused(7);
  EXPECT_FALSE(due_at(std::chrono::minutes(55)));
  EXPECT_TRUE(due_at(std::chrono::minutes(60)));
  plan.accused(7);
  EXPECT_FALSE(due_at(std::chrono::minutes(65)));
  EXPECT_TRUE(due_at(std::chrono::minutes(120)));
  plan.cleared(7);
  EXPECT_FALSE(due_at(std::chrono::minutes(125)));
}

TEST(LookPlan, ALookDueWhileTheSiteIsLeftAloneIsMadeAfterwards) {
  LookPlan plan(Look::Views, kDay);
  int owed = 0;
  for (int i = 0; i < 288; ++i) {
    plan.begin_period(kStart + i * kPeriod, kPeriod);
    plan.left_out(7);
    owed += plan.due(7) ? 1 : 0;
  }
  EXPECT_GT(owed, 1) << "from its moment on, for the rest of the day";
  EXPECT_TRUE(plan.due(7));
  EXPECT_FALSE(plan.due(8));
  plan.visited(7);
  EXPECT_FALSE(plan.due(7));
}

TEST(LookPlan, NeverWhenSwitchedOff) {
  LookPlan plan(Look::Views, Millis(0));
  for (int i = 0; i < 1000; ++i) {
    plan.begin_period(kStart + i * kPeriod, kPeriod);
    EXPECT_FALSE(plan.due(i));
  }
}

}  // namespace
}  // namespace huabiao::monitor
