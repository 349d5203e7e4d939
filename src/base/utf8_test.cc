#include "base/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::utf8 {

TEST(Utf8, FoldsFullWidthFormsAndLeavesHanAlone) {
  EXPECT_EQ(fold_width("０３１１－８７６５ 政务．公益　Ａ"), "0311-8765 政务.公益 A");
}

TEST(Utf8, TrimsIdeographicSpace) {
  EXPECT_EQ(trim("　 示例市 大数据　\n"), "示例市 大数据");
  EXPECT_EQ(squeeze("  a \n\n b　c "), "a b c");
  EXPECT_EQ(without_space("网站 \n名称"), "网站名称");
  EXPECT_EQ(trim("　 "), "");
}

TEST(Utf8, ReplacesIllFormedBytes) {
  EXPECT_EQ(scrub("a\xFF"
                  "b"),
            "a\uFFFD"
            "b");
  EXPECT_EQ(scrub("\xC0\xAF"), "\uFFFD\uFFFD");  // overlong
  EXPECT_EQ(scrub("\xE6\x94"), "\uFFFD");        // truncated
  EXPECT_FALSE(valid("\xED\xA0\x80"));           // surrogate
  EXPECT_TRUE(valid("政务"));
}

TEST(Utf8, CutsAtACodePoint) {
  EXPECT_EQ(cut("政务", 4), "政");
  EXPECT_EQ(cut("政务", 6), "政务");
}

RC_GTEST_PROP(Utf8Property, ScrubbedTextIsAlwaysValid, (const std::string& bytes)) {
  RC_ASSERT(valid(scrub(bytes)));
}

RC_GTEST_PROP(Utf8Property, FoldingTwiceIsFoldingOnce, (const std::string& bytes)) {
  const std::string once = fold_width(scrub(bytes));
  RC_ASSERT(fold_width(once) == once);
}

}  // namespace huabiao::utf8
