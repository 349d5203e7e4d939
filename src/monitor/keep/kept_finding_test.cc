#include "monitor/keep/kept_finding.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

TEST(Unlisted, APageFindingIsGoneOnlyWhenAPageWasRead) {
  EXPECT_TRUE(std::holds_alternative<NotSeen>(unlisted(Category::DarkLink, {Outcome::Timeout, Outcome::Ok})));
  EXPECT_TRUE(std::holds_alternative<NotLooked>(unlisted(Category::DarkLink, {Outcome::Timeout})));
  EXPECT_TRUE(std::holds_alternative<NotLooked>(unlisted(Category::DarkLink, {})));
}

TEST(Unlisted, AFindingAboutTheHostIsGoneOnceTheHostWasVisited) {
  EXPECT_TRUE(std::holds_alternative<NotSeen>(unlisted(Category::Availability, {Outcome::HttpError})));
  EXPECT_TRUE(std::holds_alternative<NotLooked>(unlisted(Category::Availability, {Outcome::NotVisited})));
}

}  // namespace
}  // namespace huabiao::monitor
