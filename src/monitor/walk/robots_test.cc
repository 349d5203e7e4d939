#include "monitor/walk/robots.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

TEST(Robots, NothingIsForbiddenWhereNothingIsSaid) {
  EXPECT_TRUE(Robots().may("/"));
  EXPECT_TRUE(Robots::read("").may("/a"));
  EXPECT_TRUE(Robots::read("User-agent: *\nDisallow:\n").may("/a"));
  EXPECT_TRUE(Robots::read("Disallow: /\n").may("/a")) << "a rule before any group is nobody's";
  EXPECT_FALSE(Robots::all_forbidden().may("/a"));
}

TEST(Robots, OurOwnGroupIsReadInsteadOfEverybodys) {
  const Robots robots = Robots::read("User-agent: *\r\nDisallow: /\r\n\r\nUser-Agent: Huabiao\r\nDisallow: /admin\r\n");
  EXPECT_TRUE(robots.may("/list/"));
  EXPECT_FALSE(robots.may("/admin/login"));
}

TEST(Robots, GroupsWithSeveralNamesAndSeveralGroupsOfOneNameCountTogether) {
  const Robots robots = Robots::read(
      "User-agent: Baiduspider\nUser-agent: *\nDisallow: /a\n\nUser-agent: Googlebot\nDisallow: /b\n\nUser-agent: *\n"
      "Disallow: /c # both\n");
  EXPECT_FALSE(robots.may("/a"));
  EXPECT_TRUE(robots.may("/b"));
  EXPECT_FALSE(robots.may("/c"));
}

TEST(Robots, TheLongestRuleWinsAndAllowWinsATie) {
  const Robots robots =
      Robots::read("user-agent:*\ndisallow:/public\nallow:/public/open\ndisallow:/same\nallow:/same\n");
  EXPECT_FALSE(robots.may("/public/x"));
  EXPECT_TRUE(robots.may("/public/open/x"));
  EXPECT_TRUE(robots.may("/same"));
}

TEST(Robots, StarsAndTheEndAreUnderstood) {
  const Robots robots =
      Robots::read("User-agent: *\nDisallow: /*.php$\nDisallow: /*?sort=*&page=\nDisallow: /x*y*z$\n");
  EXPECT_FALSE(robots.may("/a/b.php"));
  EXPECT_TRUE(robots.may("/a/b.php?x"));
  EXPECT_FALSE(robots.may("/list?sort=1&page=2"));
  EXPECT_TRUE(robots.may("/list?page=2"));
  EXPECT_FALSE(robots.may("/x1y2y3z"));
  EXPECT_FALSE(robots.may("/xyz"));
  EXPECT_TRUE(robots.may("/xy"));
}

TEST(Robots, AHostileFileIsReadInTimeAndBounded) {
  std::string many = "User-agent: *\n";
  for (int i = 0; i < 20'000; ++i) many += "Disallow: /*a*a*a*a*a*a*a*b\n";
  const Robots robots = Robots::read(many);
  EXPECT_TRUE(robots.may("/" + std::string(2'000, 'a')));
}

}  // namespace
}  // namespace huabiao::monitor
