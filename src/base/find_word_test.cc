#include "base/find_word.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <string>

namespace huabiao {
namespace {

TEST(FindWord, FindsTheFirstPlaceFromWhereItLooks) {
  const std::string text = "主办单位：某某市人民政府，承办单位：某某市政务服务和大数据管理局";
  EXPECT_EQ(find_word(text, "单位"), text.find("单位"));
  EXPECT_EQ(find_word(text, "单位", 10), text.find("单位", 10));
  EXPECT_EQ(find_word(text, "管理局"), text.size() - 9);
  EXPECT_EQ(find_word(text, ""), 0u);
  EXPECT_EQ(find_word(text, "", text.size() + 1), std::string_view::npos);
  EXPECT_FALSE(holds_word(text, "备案"));
  EXPECT_FALSE(holds_word("位", "单位"));
}

RC_GTEST_PROP(FindWordProperty, GivesWhatFindGives, ()) {
  const auto letters = rc::gen::elementOf(std::string("ab"));
  const auto text = *rc::gen::container<std::string>(letters), word = *rc::gen::container<std::string>(letters);
  const auto from = *rc::gen::inRange<std::size_t>(0, 40);
  RC_ASSERT(find_word(text, word, from) == std::string_view(text).find(word, from));
}

}  // namespace
}  // namespace huabiao
