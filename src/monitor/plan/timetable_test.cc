#include "monitor/plan/timetable.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <numeric>

namespace huabiao::monitor {
namespace {

std::vector<std::int64_t> sites(std::int64_t from, std::size_t count) {
  std::vector<std::int64_t> all(count);
  std::iota(all.begin(), all.end(), from);
  return all;
}

TEST(Timetable, TellsEachSiteOnceWhenItIsDue) {
  Timetable table(sites(1, 1'000), Millis(60'000));
  std::map<std::int64_t, int> told;
  for (Millis now{0}; now < Millis(60'000); now += Millis(700))
    for (const Timetable::Due& due : table.due(now)) {
      EXPECT_LE(due.at, now);
      EXPECT_GT(due.at, now - Millis(701));
      ++told[due.site];
    }
  for (const Timetable::Due& due : table.rest()) ++told[due.site];
  EXPECT_EQ(told.size(), 1'000U);
  EXPECT_TRUE(std::ranges::all_of(told, [](const auto& one) { return one.second == 1; }));
  EXPECT_TRUE(table.due(Millis(60'000)).empty());
}

TEST(Timetable, SpreadsEvenly) {
  constexpr Millis kPeriod{300'000};
  std::map<std::int64_t, int> per_second;
  for (const std::int64_t site : sites(4'711, 84'094)) ++per_second[offset_of(site, kPeriod) / std::chrono::seconds(1)];
  EXPECT_EQ(per_second.size(), 300U);
  for (const auto& [second, count] : per_second) EXPECT_NEAR(count, 280.3, 10) << second;
}

TEST(Timetable, KeepsNeighboursApart) {
  constexpr Millis kPeriod{300'000};
  for (std::int64_t site = 1; site < 1'000; ++site) {
    const auto apart = std::abs((offset_of(site + 1, kPeriod) - offset_of(site, kPeriod)).count());
    EXPECT_GT(std::min(apart, 300'000 - apart), 60'000);
  }
}

TEST(Timetable, StaysWithinThePeriod) {
  for (const std::int64_t site : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1} << 40}) {
    EXPECT_GE(offset_of(site, Millis(86'400'000)), Millis(0));
    EXPECT_LT(offset_of(site, Millis(86'400'000)), Millis(86'400'000));
  }
  EXPECT_TRUE(Timetable().due(Millis(1)).empty());
}

}  // namespace
}  // namespace huabiao::monitor
