#include "monitor/walk/opt_out.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

TEST(OptOut, SaysHowFarTheOwnerWishesToBeWatched) {
  EXPECT_EQ(read_opt_out("monitor: none\n"), Wish::LeaveAlone);
  EXPECT_EQ(read_opt_out("\xEF\xBB\xBF# 本站\r\nMonitor :  HOME  # since May\r\n"), Wish::HomeOnly);
  EXPECT_EQ(read_opt_out("monitor: all"), Wish::None);
}

TEST(OptOut, OfSeveralLinesTheOneThatAllowsLeastCounts) {
  EXPECT_EQ(read_opt_out("monitor: all\nmonitor: none\nmonitor: home\n"), Wish::LeaveAlone);
}

TEST(OptOut, WhatIsNoWishSaysNothing) {
  for (const char* text : {"", "\n\n", "monitor none", "# monitor: none", "monitoring: none", "monitor: maybe",
                           "<html>monitor: none</html>"})
    EXPECT_EQ(read_opt_out(text), Wish::None) << text;
}

TEST(OptOut, IsKnownAgainFromTheWalkItEnded) {
  WalkFacts walk;
  EXPECT_EQ(wish_of(walk), std::nullopt);
  for (const Wish wish : {Wish::HomeOnly, Wish::LeaveAlone}) {
    walk.stopped = why_stopped(wish);
    EXPECT_EQ(wish_of(walk), wish);
  }
  walk.stopped = why_stopped(Wish::None);
  walk.missing = MissingAnswer::NotFound;
  EXPECT_EQ(wish_of(walk), Wish::None);
}

TEST(OptOut, IsReadToItsLimitsOnly) {
  EXPECT_EQ(read_opt_out(std::string(OptOutLimits::kBytes, '#') + "\nmonitor: none"), Wish::None);
  EXPECT_EQ(read_opt_out(std::string(OptOutLimits::kLines, '\n') + "monitor: none"), Wish::None);
}

}  // namespace
}  // namespace huabiao::monitor
