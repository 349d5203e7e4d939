#include "census/form.h"

#include <gtest/gtest.h>

namespace huabiao::census {

TEST(RecogniseHeader, SeesThroughWrappingAndHints) {
  EXPECT_EQ(recognise_header("单位\n名称 "), Column::Organisation);
  EXPECT_EQ(recognise_header("网站 名称"), Column::Site);
  EXPECT_EQ(recognise_header("是否挂标（是/否）"), Column::Mark);
  EXPECT_EQ(recognise_header("*单位名称："), Column::Organisation);
  EXPECT_EQ(recognise_header("　联　系　人　"), Column::Contact);
  EXPECT_EQ(recognise_header("联系电话(手机)"), Column::Phone);
  EXPECT_EQ(recognise_header("甲"), std::nullopt);
  EXPECT_EQ(recognise_header(""), std::nullopt);
  EXPECT_EQ(recognise_header(std::string(5'000, 'x')), std::nullopt);
}

TEST(AuthorityIn, ReadsTheLineAboveTheTable) {
  EXPECT_EQ(authority_in("主管部门（公章）：  示例市大数据管理局 "), "示例市大数据管理局");
  EXPECT_EQ(authority_in("单位(公章):示例市编办"), "示例市编办");
  EXPECT_EQ(authority_in("填报单位（盖章）：示例市编办    填报日期：2015年11月10日"), "示例市编办");
  EXPECT_EQ(authority_in("主管部门（公章）："), "");
  EXPECT_EQ(authority_in("党政机关网站摸底自查表"), std::nullopt);
  EXPECT_EQ(authority_in("注：填写规范"), std::nullopt);
}

TEST(IsFooter, KnowsTheLinesBelowTheTable) {
  for (const char* line :
       {"注：填写规范以某单位为例。", "填表人：        审核人：", "填 表 人：", "合计", "合计：12", "备注：", "总计 3"})
    EXPECT_TRUE(is_footer(line)) << line;
  for (const char* line : {"合计局", "注册处", "示例市教育局", ""}) EXPECT_FALSE(is_footer(line)) << line;
}

TEST(ColumnsOf, AreThoseOfTheNotice) {
  EXPECT_EQ(columns_of(Form::Annex2).size(), 7U);
  EXPECT_EQ(header_of(columns_of(Form::Annex2).front()), "单位名称");
  EXPECT_EQ(columns_of(Form::Annex3).size(), 8U);
  EXPECT_EQ(header_of(columns_of(Form::Annex3).front()), "主管部门");
}

}  // namespace huabiao::census
