#include "monitor/detect/boasts.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

TEST(FoldBoasts, UndoesWidthCaseDigitsAndLettersSetApart) {
  EXPECT_EQ(fold_boasts("  H4CK3D \n By X"), "hacked by x");
  EXPECT_EQ(fold_boasts("ＨＡＣＫＥＤ ｂｙ X"), "hacked by x");
  EXPECT_EQ(fold_boasts("H A C K E D  B Y Some One"), "hacked by some one");
  EXPECT_EQ(fold_boasts("in 2014 and 3 more"), "in 2014 and 3 more");
  EXPECT_EQ(fold_boasts("a b c stays"), "a b c stays");
  EXPECT_EQ(fold_boasts(""), "");
}

TEST(Boasts, AreCountedAndEverydayOnesOnlyWhereAsked) {
  EXPECT_EQ(boast_in("site hacked by x", false).count, 2);
  EXPECT_EQ(boast_in("this domain is owned by a company", false).count, 0);
  EXPECT_EQ(boast_in("owned by x", true).count, 1);
  EXPECT_EQ(boast_in("本站已被黑", false).at, 0U);
  EXPECT_EQ(opening_boast("stamped by x").count, 1);
  EXPECT_EQ(opening_boast("a letter stamped by x").count, 0);
}

TEST(Boasts, AVerdictIsAWordOfItsOwn) {
  EXPECT_EQ(verdict_in("got hacked?").count, 1);
  EXPECT_EQ(verdict_in("owned").count, 1);
  EXPECT_EQ(verdict_in("well owned").count, 0);
  EXPECT_EQ(verdict_in("unhackedly").count, 0);
}

TEST(Boasts, CompanyIsCountedOncePerWord) {
  EXPECT_EQ(company_in("an exploit"), 1);
  EXPECT_EQ(company_in("a haxor"), 1);
  EXPECT_EQ(company_in("greetz: black hat, telegram"), 3);
  EXPECT_EQ(company_in("an ordinary page"), 0);
}

TEST(Boasts, WhoeverSignsIsNotAMaker) {
  EXPECT_TRUE(is_signed("[!] smashed by mr.nobody"));
  EXPECT_FALSE(is_signed("powered by nginx"));
  EXPECT_FALSE(is_signed("smashed by "));
  EXPECT_FALSE(is_signed("a house smashed by x"));
  EXPECT_FALSE(is_signed(""));
}

}  // namespace
}  // namespace huabiao::monitor
