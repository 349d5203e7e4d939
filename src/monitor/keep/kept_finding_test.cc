#include "monitor/keep/kept_finding.h"

#include <gtest/gtest.h>

#include "monitor/view.h"

namespace huabiao::monitor {
namespace {

bool gone(const Finding& finding, const std::vector<Seeing>& looks) {
  return std::holds_alternative<NotSeen>(unlisted(finding, looks));
}

TEST(Unlisted, APageFindingIsGoneOnlyWhenAPageWasRead) {
  const Finding dark{.category = Category::DarkLink};
  EXPECT_TRUE(gone(dark, {{Outcome::Timeout, {}}, {Outcome::Ok, {}}}));
  EXPECT_FALSE(gone(dark, {{Outcome::Timeout, {}}}));
  EXPECT_FALSE(gone(dark, {}));
}

TEST(Unlisted, AFindingAboutTheHostIsGoneOnceTheHostWasVisited) {
  const Finding down{.category = Category::Availability};
  EXPECT_TRUE(gone(down, {{Outcome::HttpError, {}}}));
  EXPECT_FALSE(gone(down, {{Outcome::NotVisited, {}}}));
}

TEST(Unlisted, WhatOnlyASpiderSawIsGoneOnlyWhenItWasAskedAsOne) {
  const Finding cloaked{
      .rule = std::string(kViewDiffers), .category = Category::ConditionalContent, .subject = "baiduspider"};
  EXPECT_FALSE(gone(cloaked, {{Outcome::Ok, {}}}));
  EXPECT_FALSE(gone(cloaked, {{Outcome::Ok, {"mobile"}}}));
  EXPECT_TRUE(gone(cloaked, {{Outcome::Ok, {"mobile", "baiduspider"}}}));
}

}  // namespace
}  // namespace huabiao::monitor
