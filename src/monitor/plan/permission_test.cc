#include "monitor/plan/permission.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

TimePoint at(const char* utc) {
  return *from_iso(utc);
}

// Monday to Friday.
QuietHours on_weekdays(int from, int to) {
  return {.days = {true, true, true, true, true, false, false}, .from = from, .to = to};
}

TEST(QuietHours, AreOfTheDayInShanghai) {
  const QuietHours evening = on_weekdays(18 * 60, 20 * 60);
  EXPECT_TRUE(is_quiet(evening, at("2026-11-23T10:00:00.000Z"))) << "Monday 18:00";
  EXPECT_TRUE(is_quiet(evening, at("2026-11-23T11:59:59.000Z")));
  EXPECT_FALSE(is_quiet(evening, at("2026-11-23T12:00:00.000Z"))) << "Monday 20:00";
  EXPECT_FALSE(is_quiet(evening, at("2026-11-23T09:59:59.000Z")));
  EXPECT_FALSE(is_quiet(evening, at("2026-11-22T10:00:00.000Z"))) << "Sunday";
}

TEST(QuietHours, MayGoOnPastMidnight) {
  const QuietHours night = on_weekdays(22 * 60, 6 * 60);
  EXPECT_TRUE(is_quiet(night, at("2026-11-27T14:30:00.000Z"))) << "Friday 22:30";
  EXPECT_TRUE(is_quiet(night, at("2026-11-27T21:59:00.000Z"))) << "Saturday 05:59, begun on Friday";
  EXPECT_FALSE(is_quiet(night, at("2026-11-27T22:00:00.000Z"))) << "Saturday 06:00";
  EXPECT_FALSE(is_quiet(night, at("2026-11-28T14:30:00.000Z"))) << "Saturday 22:30";
  EXPECT_FALSE(is_quiet(night, at("2026-11-22T21:00:00.000Z"))) << "Monday 05:00, would have begun on Sunday";
}

TEST(QuietHours, FromAndToAlikeAreAWholeDay) {
  const QuietHours day{.days = {false, false, false, false, false, false, true}, .from = 0, .to = 0};
  EXPECT_TRUE(is_quiet(day, at("2026-11-22T15:59:00.000Z"))) << "Sunday 23:59";
  EXPECT_FALSE(is_quiet(day, at("2026-11-22T16:00:00.000Z"))) << "Monday 00:00";
}

TEST(WhyNot, ASiteUnderNoOrderMayBeVisited) {
  EXPECT_EQ(why_not({}, Asked::ByWatch, at("2026-11-23T10:00:00.000Z")), "");
}

TEST(WhyNot, WithoutConsentNobodyVisits) {
  const WatchOrder order{.consent = Consent::None};
  EXPECT_EQ(why_not(order, Asked::ByPerson, at("2026-11-23T10:00:00.000Z")), "no consent to visit it");
}

TEST(WhyNot, APauseEndsWhenItSays) {
  const WatchOrder order{.pause = WatchPause{"机房搬迁", at("2026-11-24T00:00:00.000Z")}};
  EXPECT_EQ(why_not(order, Asked::ByPerson, at("2026-11-23T23:59:59.000Z")), "paused: 机房搬迁");
  EXPECT_EQ(why_not(order, Asked::ByWatch, at("2026-11-24T00:00:00.000Z")), "");
  EXPECT_NE(why_not({.pause = WatchPause{"x", {}}}, Asked::ByWatch, at("2036-11-24T00:00:00.000Z")), "");
}

TEST(HasTurn, SitesUnderOneOrderTakeTurns) {
  const WatchOrder order{.every = 12};
  for (std::int64_t site = 1; site < 30; ++site) {
    int turns = 0;
    for (std::int64_t period = 100; period < 100 + 24; ++period) turns += has_turn(order, site, period) ? 1 : 0;
    EXPECT_EQ(turns, 2);
  }
  int now = 0;
  for (std::int64_t site = 1; site <= 24; ++site) now += has_turn(order, site, 7) ? 1 : 0;
  EXPECT_EQ(now, 2) << "no herd";
  EXPECT_TRUE(has_turn({}, 5, 3));
}

TEST(WhyNot, OnlyTheWatchHeedsQuietHours) {
  const WatchOrder order{.quiet = {on_weekdays(22 * 60, 6 * 60)}};
  const TimePoint night = at("2026-11-27T14:30:00.000Z");
  EXPECT_EQ(why_not(order, Asked::ByWatch, night), "quiet hours 22:00-06:00");
  EXPECT_EQ(why_not(order, Asked::ByPerson, night), "");
}

}  // namespace
}  // namespace huabiao::monitor
