#include "monitor/inspection/inspection.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr std::int64_t kToday = 20'780, kYesterday = kToday - 1;

InspectionRules rules() {
  InspectionRules rules;
  rules.availability = {.days = 7, .visits_per_day = 20, .seconds = 15, .failed_percent = 5};
  rules.freshness = {.home_days = 14, .news_days = 14, .notice_days = 183};
  rules.idle_columns = 5;
  return rules;
}

// A week in which each day had so many visits, and so many of them failed.
HostDays week(std::int64_t visits, std::int64_t failed) {
  HostDays host;
  for (std::int64_t day = kYesterday - 6; day <= kYesterday; ++day)
    host.days.push_back({.day = day, .samples = visits, .opened = visits - failed, .failed = failed});
  return host;
}

Held access(const std::vector<HostDays>& hosts) {
  return inspect_site(hosts, {}, rules(), kYesterday, kToday).of(VetoItem::Access);
}

SiteInspection walked(const WalkFacts& facts) {
  return inspect_site({}, {&facts, 1}, rules(), kYesterday, kToday);
}

WalkedPage column(Column kind, std::int64_t idle) {
  return {.url = "https://x.gov.cn/c/",
          .name = "栏目",
          .column = kind,
          .outcome = Outcome::Ok,
          .status = 200,
          .newest = kToday - idle};
}

TEST(Inspection, AShareOfFailuresIsAVetoOnlyWithAWeekOfVisits) {
  EXPECT_EQ(access({week(20, 1)}), Held::Failed) << "1 of 20 is 5 %";
  EXPECT_EQ(access({week(21, 1)}), Held::Passed);
  EXPECT_EQ(access({week(19, 19)}), Held::NotProven);
  EXPECT_EQ(access({}), Held::NotProven);
  HostDays gap = week(30, 10);
  gap.days.erase(gap.days.begin() + 3);
  EXPECT_EQ(access({gap}), Held::NotProven) << "a day without visits";
}

TEST(Inspection, OneHostThatFailsIsEnoughAndOneWithoutProofHoldsPassingBack) {
  EXPECT_EQ(access({week(30, 0), week(30, 30)}), Held::Failed);
  EXPECT_EQ(access({week(30, 0), week(3, 0)}), Held::NotProven);
  const auto site = inspect_site(std::vector{week(30, 0), week(40, 10)}, {}, rules(), kYesterday, kToday);
  EXPECT_EQ(site.failed, 70);
  EXPECT_EQ(site.failed_percent, 25);
}

TEST(Inspection, VantagePointsCountTogether) {
  HostDays host = week(12, 0);
  const HostDays other = week(12, 1);
  host.days.insert(host.days.end(), other.days.begin(), other.days.end());
  EXPECT_EQ(access({host}), Held::Passed) << "24 a day, 1 failed";
}

TEST(Inspection, AHomePageIsHeldByItsNewestDay) {
  WalkFacts facts;
  EXPECT_EQ(walked(facts).of(VetoItem::Home), Held::NotProven);
  facts.home_newest = kToday - 13;
  EXPECT_EQ(walked(facts).of(VetoItem::Home), Held::Passed);
  facts.home_newest = kToday - 14;
  EXPECT_EQ(walked(facts).of(VetoItem::Home), Held::Failed);
  EXPECT_TRUE(walked(facts).vetoed());
}

TEST(Inspection, FiveIdleColumnsAreAVeto) {
  WalkFacts facts;
  for (int i = 0; i < 3; ++i) facts.pages.push_back(column(Column::News, 14));
  facts.pages.push_back(column(Column::Notices, 183));
  EXPECT_EQ(walked(facts).of(VetoItem::Columns), Held::Passed);
  facts.pages.push_back(column(Column::Notices, 400));
  EXPECT_EQ(walked(facts).of(VetoItem::Columns), Held::Failed);
  EXPECT_EQ(walked(facts).idle_columns, 5);
  EXPECT_EQ(walked(WalkFacts{}).of(VetoItem::Columns), Held::NotProven);
}

TEST(Inspection, CountsAddUp) {
  InspectionCounts counts;
  counts.add(inspect_site(std::vector{week(30, 30)}, {}, rules(), kYesterday, kToday));
  counts.add(inspect_site(std::vector{week(30, 0)}, {}, rules(), kYesterday, kToday));
  WalkFacts facts;
  facts.home_newest = kToday;
  facts.pages = {column(Column::News, 0),
                 {.url = "u", .name = {}, .outcome = Outcome::HttpError, .status = 404},
                 {.url = "v", .name = {}, .outcome = Outcome::Timeout}};
  counts.add(walked(facts));
  EXPECT_EQ(counts.sites, 3);
  EXPECT_EQ(counts.vetoed, 1);
  EXPECT_EQ(counts.proven, (std::array<std::int64_t, 3>{2, 1, 1}));
  EXPECT_EQ(counts.failed, (std::array<std::int64_t, 3>{1, 0, 0}));
  EXPECT_EQ(counts.links_asked, 2) << "what gave no answer says nothing";
  EXPECT_EQ(counts.links_dead, 1);
}

}  // namespace
}  // namespace huabiao::monitor
