#include "app/inspection_rule.h"

#include <gtest/gtest.h>

#include "rules/shelf/shelf.h"

namespace huabiao::app {
namespace {

TEST(InspectionRule, StandsInTheBuiltInPack) {
  const auto packs = rules::all_packs({});
  ASSERT_TRUE(packs);
  const auto rule = inspection_rule(*packs, "2026-11-23");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->availability.days, 7);
  EXPECT_EQ(rule->availability.visits_per_day, 20);
  EXPECT_EQ(rule->availability.seconds, 15);
  EXPECT_EQ(rule->availability.failed_percent, 5);
  EXPECT_EQ(inspection_rule(*packs, "2019-03-31").error().code, "rules.no_measure");
}

TEST(InspectionRule, NeedsAllItsNumbers) {
  rules::Pack pack;
  pack.measures = {{.id = "inspection.site-cannot-be-opened",
                    .basis = "x",
                    .from = "2020-01-01",
                    .to = "",
                    .explanation = {},
                    .numbers = {{"days", 7}, {"visits-per-day", 0}, {"seconds", 15}, {"failed-percent", 5}}}};
  EXPECT_EQ(inspection_rule(std::span(&pack, 1), "2026-11-23").error().code, "rules.no_measure");
}

}  // namespace
}  // namespace huabiao::app
