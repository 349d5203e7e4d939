#include "census/words.h"

#include <gtest/gtest.h>

namespace huabiao::census {

TEST(SaysNone, KnowsHowPeopleSayIt) {
  for (const char* text :
       {"", "  ", "无", " 无 ", "无。", "—", "——", "-", "--", "/", "／", "N/A", "n/a", "暂无", "没有", "（无）", "\n"})
    EXPECT_TRUE(says_none(text)) << text;
  for (const char* text : {"无锡市教育局", "a", "www.a.gov.cn", "不详", "是"}) EXPECT_FALSE(says_none(text)) << text;
}

TEST(SaysUnknown, KnowsHowPeopleSayIt) {
  for (const char* text : {"不详", "未知", "待定", "？", "TBD"}) EXPECT_TRUE(says_unknown(text)) << text;
  EXPECT_FALSE(says_unknown("无"));
}

TEST(ReadMark, ReadsYesAndNoInAllTheirForms) {
  for (const char* text : {"是", "√", "✓", "Y", "yes", "有", "已挂", "已挂标", "1", "TRUE", "是。", " 是\n",
                           "是（已申领）", "☑是 □否", "是√ 否□"})
    EXPECT_EQ(read_mark(text), true) << text;
  for (const char* text :
       {"否", "×", "x", "N", "No", "无", "未挂", "0", "FALSE", "未", "—", "否（正在申请）", "□是 ■否"})
    EXPECT_EQ(read_mark(text), false) << text;
  for (const char* text : {"待定", "是/否", "□是 □否", "☑是 ☑否", "", "也许"})
    EXPECT_EQ(read_mark(text), std::nullopt) << text;
}

TEST(TidyName, JoinsWhatACellWrapped) {
  EXPECT_EQ(tidy_name(" 河北省机构编制\n委员会　办公室 "), "河北省机构编制委员会办公室");
  EXPECT_EQ(tidy_name("张 三"), "张三");
  EXPECT_EQ(tidy_name("示例  web  portal"), "示例 web portal");
}

}  // namespace huabiao::census
