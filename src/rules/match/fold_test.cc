#include "rules/match/fold.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::rules {
namespace {

TEST(Fold, MakesTheUsualDisguisesAlike) {
  for (const char* written :
       {"百家乐", "百 家 乐", "百家樂", "百★家☆乐", "百\u200B家\u200D乐", "百\n家　乐", "百灬家丶乐"})
    EXPECT_EQ(folded(written), "百家乐") << written;
  for (const char* written : {"bet365", "BET365", "ＢＥＴ３６５", "ⓑⓔⓣ365", "bet③⑥⑤", "𝐁𝐄𝐓𝟑𝟔𝟓", "веt365"})
    EXPECT_EQ(folded(written), "bet365") << written;
}

TEST(Fold, KeepsWordsApart) {
  EXPECT_EQ(folded("  Online \n Casino "), "online casino");
  EXPECT_EQ(folded("北京 pk 10 计划"), "北京pk 10计划");
  EXPECT_EQ(folded("a-b, c"), "a-b,c");
}

RC_GTEST_PROP(Fold, TwiceIsOnce, (const std::string& text)) {
  const std::string once = folded(text);
  RC_ASSERT(folded(once) == once);
}

RC_GTEST_PROP(Fold, OrnamentsAndInvisiblesChangeNothing, (const std::vector<bool>& where)) {
  std::string text;
  for (const bool ornament : where) text += ornament ? "★\u200B" : "字";
  std::string plain;
  for (const bool ornament : where) plain += ornament ? "" : "字";
  RC_ASSERT(folded(text) == plain);
}

}  // namespace
}  // namespace huabiao::rules
