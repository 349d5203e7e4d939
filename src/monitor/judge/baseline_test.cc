#include "monitor/judge/baseline.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

Finding finding(Category category, std::string subject, std::vector<Trait> traits = {}) {
  Finding one;
  one.category = category;
  one.severity = Severity::High;
  one.subject = std::move(subject);
  one.traits = std::move(traits);
  return one;
}

const Trait kShop{TraitKind::Host, TraitRole::Accused, "shop.example"};
const Trait kOther{TraitKind::Host, TraitRole::Accused, "other.example"};
const Trait kBeside{TraitKind::Contact, TraitRole::Beside, "qq:12345678"};
const std::vector<Cleared> kCleared = {{12, Category::DarkLink, "shop.example", {kShop}}};

TEST(Baseline, WhatWasClearedIsClearedUnderAnotherRuleToo) {
  EXPECT_NE(cleared_before(finding(Category::DarkLink, "shop.example"), kCleared), nullptr);
  const Cleared* const same = cleared_before(finding(Category::DarkLink, "2 links", {kShop, kBeside}), kCleared);
  ASSERT_NE(same, nullptr);
  EXPECT_EQ(same->finding, 12);
}

TEST(Baseline, AnythingNewIsLookedAt) {
  EXPECT_EQ(cleared_before(finding(Category::DarkLink, "2 links", {kShop, kOther}), kCleared), nullptr);
  EXPECT_EQ(cleared_before(finding(Category::DarkLink, "2 links", {kBeside}), kCleared), nullptr);
  EXPECT_EQ(cleared_before(finding(Category::DarkLink, "", {}), kCleared), nullptr);
  EXPECT_EQ(cleared_before(finding(Category::InjectedScript, "shop.example", {kShop}), kCleared), nullptr)
      << "another category is another matter";
}

TEST(Baseline, ACriticalFindingIsNeverClearedByItself) {
  Finding grave = finding(Category::DarkLink, "shop.example", {kShop});
  grave.severity = Severity::Critical;
  EXPECT_EQ(cleared_before(grave, kCleared), nullptr);
}

}  // namespace
}  // namespace huabiao::monitor
