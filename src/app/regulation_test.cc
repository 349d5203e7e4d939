#include <gtest/gtest.h>

#include "monitor/inspection/rule.h"
#include "rules/shelf/shelf.h"

namespace huabiao::app {
namespace {

TEST(Regulation, StandsInTheBuiltInPack) {
  const auto packs = rules::all_packs({});
  ASSERT_TRUE(packs);
  const auto rule = monitor::inspection_rules(*packs, "2026-11-23");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->availability.days, 7);
  EXPECT_EQ(rule->availability.visits_per_day, 20);
  EXPECT_EQ(rule->availability.seconds, 15);
  EXPECT_EQ(rule->availability.failed_percent, 5);
  EXPECT_EQ(rule->freshness.home_days, 14);
  EXPECT_EQ(rule->freshness.news_days, 14);
  EXPECT_EQ(rule->freshness.notice_days, 183);
  EXPECT_EQ(rule->idle_columns, 5);
  EXPECT_NE(rule->columns_basis.explanation.en, "");
  EXPECT_EQ(monitor::inspection_rules(*packs, "2019-03-31").error().code, "rules.no_measure");
}

TEST(Regulation, NeedsAllItsNumbers) {
  rules::Pack pack;
  pack.measures = {{.id = "inspection.site-cannot-be-opened",
                    .basis = "x",
                    .from = "2020-01-01",
                    .to = "",
                    .explanation = {},
                    .numbers = {{"days", 7}, {"visits-per-day", 0}, {"seconds", 15}, {"failed-percent", 5}}}};
  EXPECT_EQ(monitor::inspection_rules(std::span(&pack, 1), "2026-11-23").error().code, "rules.no_measure");
}

}  // namespace
}  // namespace huabiao::app
