#include "base/utf8.h"

#include <array>
#include <gtest/gtest.h>
#include <random>
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

TEST(Utf8, SequencesAreCountedWhereAllAreWellFormed) {
  EXPECT_EQ(sequences(""), 0u);
  EXPECT_EQ(sequences("plain"), 0u);
  EXPECT_EQ(sequences("网站 é 𠀀。"), 5u);
  for (const std::string_view bad :
       {"\xE7\xBD", "\xE0\x80\x80", "\xED\xA0\x80", "网\xFF站", "\xF4\x90\x80\x80", "\xC1\x81"})
    EXPECT_EQ(sequences(bad), std::nullopt) << scrub(bad);
}

// Byte strings of everything white space and ill-formed sequences are made of, against a reading one by one.
TEST(Utf8, TrimAndSqueezeAgreeWithAReadingOneByOne) {
  constexpr auto kPieces = std::to_array<std::string_view>(
      {"a", " ", "\t", "网", "\xC2\xA0", "\xE3\x80\x80", "\xE3\x80\x81", "\xEF\xBB\xBF", "\xEF\xBC\x8C", "\xE2\x80\x83",
       "\xE1\x9A\x80", "\x80", "\xE4\xB8", "\xE4", "\xF0\xA0\x80\x80", "\xF0\xA0", "\xED\xA0\x80"});
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 8; i > 0; --i) text += kPieces[random() % kPieces.size()];
    std::string squeezed;
    std::size_t first = std::string::npos, last = 0;
    bool gap = false;
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t at = text.size() - rest.size();
      const char32_t c = next(rest);
      if (is_space(c)) {
        gap = !squeezed.empty();
        continue;
      }
      if (gap) squeezed += ' ';
      gap = false;
      append(squeezed, c);
      if (first == std::string::npos) first = at;
      last = text.size() - rest.size();
    }
    EXPECT_EQ(squeeze(text), squeezed);
    EXPECT_EQ(trim(text), first == std::string::npos ? "" : text.substr(first, last - first));
  }
}

}  // namespace huabiao::utf8
