#include "directory/filter.h"

#include <gtest/gtest.h>

namespace huabiao::directory {
namespace {

TEST(DirectoryFilter, WhatIsTypedStandsForItself) {
  EXPECT_EQ(filter_for("(uid={})", "li.ming"), "(uid=li.ming)");
  EXPECT_EQ(filter_for("(|(uid={})(mail={}))", "a"), "(|(uid=a)(mail=a))");
  EXPECT_EQ(filter_for("(uid={})", "{}"), "(uid=\\7b\\7d)");
  EXPECT_EQ(filter_for("(uid={})", "李"), "(uid=\\e6\\9d\\8e)");
}

TEST(DirectoryFilter, NothingTypedBecomesPartOfTheFilter) {
  for (const char* attack :
       {"*", "a*", "admin)(|(uid=*", "*)(uid=*))(|(uid=*", "\\2a", "a\\", ")", "(", "a&b|c!d=e~f>g<h"})
    EXPECT_EQ(escaped(attack).find_first_of("*()&|!=~<>"), std::string::npos) << attack;
  EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a\\00b");
}

}  // namespace
}  // namespace huabiao::directory
