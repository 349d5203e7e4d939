#include "monitor/walk/walk_findings.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr std::int64_t kToday = 20'780;
constexpr FreshnessRule kRule{.home_days = 14, .news_days = 14, .notice_days = 180};

std::vector<std::string> rules_of(const WalkFacts& facts) {
  std::vector<std::string> rules;
  for (const Finding& finding : walk_findings(facts, kRule, "www.x.gov.cn", "https://www.x.gov.cn/", kToday))
    rules.push_back(finding.rule);
  return rules;
}

WalkFacts fresh() {
  WalkFacts facts;
  facts.home_newest = kToday - 3;
  facts.missing = MissingAnswer::NotFound;
  return facts;
}

WalkedPage page(Column column, std::int64_t idle) {
  return {.url = "https://www.x.gov.cn/c/",
          .name = "栏目",
          .column = column,
          .outcome = Outcome::Ok,
          .status = 200,
          .newest = kToday - idle};
}

using Rules = std::vector<std::string>;

TEST(WalkFindings, AKeptUpSiteIsAccusedOfNothing) {
  WalkFacts facts = fresh();
  facts.pages = {page(Column::News, 13), page(Column::Notices, 179), page(Column::Other, 3'000),
                 page(Column::None, 3'000)};
  EXPECT_EQ(rules_of(facts), Rules{});
}

TEST(WalkFindings, TheDayTheTimeIsUpCounts) {
  WalkFacts facts = fresh();
  facts.home_newest = kToday - 14;
  facts.pages = {page(Column::News, 14), page(Column::Notices, 180)};
  EXPECT_EQ(rules_of(facts), (Rules{"content-freshness.home-stale", "content-freshness.column-stale",
                                    "content-freshness.column-stale"}));
}

TEST(WalkFindings, AHomePageWithoutADayIsSaidToBe) {
  WalkFacts facts = fresh();
  facts.home_newest.reset();
  EXPECT_EQ(rules_of(facts), Rules{"content-freshness.home-undated"});
}

TEST(WalkFindings, ALinkIsDeadOnlyWhenTheAnswerSaysSo) {
  WalkFacts facts = fresh();
  const auto add = [&](Outcome outcome, int status) {
    facts.pages.push_back({.url = "https://www.x.gov.cn/" + std::to_string(facts.pages.size()),
                           .name = {},
                           .outcome = outcome,
                           .status = status});
  };
  add(Outcome::HttpError, 404);
  add(Outcome::HttpError, 410);
  add(Outcome::SoftNotFound, 200);
  for (const int status : {403, 429, 500, 503}) add(Outcome::HttpError, status);
  for (const Outcome outcome : {Outcome::Timeout, Outcome::Blocked, Outcome::Reset, Outcome::Empty}) add(outcome, 0);
  const auto findings = walk_findings(facts, kRule, "www.x.gov.cn", "https://www.x.gov.cn/", kToday);
  EXPECT_EQ(findings.size(), 3U);
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.rule, "broken-link.dead");
    EXPECT_TRUE(made_by_walk(finding));
  }
}

TEST(WalkFindings, AHostThatFindsEverythingIsSaidToHideDeadLinks) {
  for (const MissingAnswer answer : {MissingAnswer::Page, MissingAnswer::Redirect}) {
    WalkFacts facts = fresh();
    facts.missing = answer;
    EXPECT_EQ(rules_of(facts), Rules{std::string(kNoNotFound)});
  }
}

}  // namespace
}  // namespace huabiao::monitor
