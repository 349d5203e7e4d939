#include "monitor/parse/script_words.h"

#include <gtest/gtest.h>

#include "monitor/page.h"
#include "monitor/parse/script_literal.h"

namespace huabiao::monitor {
namespace {

TEST(ScriptWords, AreFoundByTheirWholeNameAlone) {
  ASSERT_NE(script_word("userAgent"), nullptr);
  EXPECT_EQ(script_word("userAgent")->asks, Guard::UserAgent);
  EXPECT_EQ(script_word("if")->roles, ScriptWord::Condition);
  EXPECT_EQ(script_word("insertAdjacentHTML")->roles, ScriptWord::Deed);
  EXPECT_EQ(script_word("eval")->roles, ScriptWord::Runner);
  for (const std::string_view other : {"", "i", "useragent", "userAgents", "Title", "insertAdjacentHTMLs", "x"})
    EXPECT_EQ(script_word(other), nullptr) << other;
}

TEST(MayGuard, NeedsAQuestionAndADeed) {
  EXPECT_TRUE(may_guard("if(/spider/.test(navigator.userAgent)){location='//a.cn'}"));
  EXPECT_FALSE(may_guard("var a = navigator.userAgent;"));
  EXPECT_FALSE(may_guard("location = '//a.cn';"));
  EXPECT_FALSE(may_guard(""));
  EXPECT_FALSE(may_guard("location='a\\nb\\tc'"));
}

TEST(MayGuard, AnEscapeMayStandForAnyLetter) {
  EXPECT_TRUE(may_guard("if(navigator['\\x75serAgent'])location='//a.cn'"));
  EXPECT_TRUE(may_guard("if(navigator['user\\\nAgent'])location='//a.cn'"));
  EXPECT_TRUE(may_guard("if(navigator['u\\serAgent'])location='//a.cn'"));
  EXPECT_FALSE(may_guard("location='\\"));
}

TEST(LiteralEnd, IsWhereReadingTheLiteralEnds) {
  for (const std::string_view source : {"'a'b", "'a\\'b'c", "\"a'b\"c", "'a\nb'", "`a\nb`c", "'a\\\nb'c", "'a\\\r\nb'c",
                                        "'a", "'a\\", "'", "'\\u{41}'b", "'\\x4'b", "'\\u12'\\''"}) {
    std::size_t at = 0;
    std::string text;
    (void)read_literal(source, at, text);
    EXPECT_EQ(literal_end(source, 0), at) << source;
  }
}

}  // namespace
}  // namespace huabiao::monitor
