#include "filing/icp.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::filing {
namespace {

std::string first(std::string_view text) {
  const auto matches = find_icp(text);
  if (matches.empty()) return "none";
  return matches[0].valid ? matches[0].normal : std::string(to_string(matches[0].fault));
}

}  // namespace

TEST(FindIcp, ReadsWellFormedNumbers) {
  EXPECT_EQ(first("京ICP备04000001号-2"), "京ICP备04000001号-2");
  EXPECT_EQ(first("浙ICP备18034797号-1"), "浙ICP备18034797号-1");
  EXPECT_EQ(first("赣ICP备2021007302号"), "赣ICP备2021007302号");
  EXPECT_EQ(first("赣 ICP备 2021007302 号"), "赣ICP备2021007302号");
  EXPECT_EQ(first("京ICP备 05009132号"), "京ICP备05009132号");
  EXPECT_EQ(first("粤ｉｃｐ备０５０８４３３１号－１"), "粤ICP备05084331号-1");
  EXPECT_EQ(first("沪ICP备050123号"), "沪ICP备050123号");
  EXPECT_EQ(first("版权所有 ICP备案号：冀ICP备05009132号-1A 地址"), "冀ICP备05009132号-1A");
  EXPECT_EQ(first("京ICP备05009132号 - 1"), "京ICP备05009132号-1");
}

TEST(FindIcp, KeepsPlaceMainNumberAndProvince) {
  const std::string text = "主办：某局　蜀ICP备05009132号-3　蜀ICP备05009132号-3";
  const auto matches = find_icp(text);
  ASSERT_EQ(matches.size(), 2U);
  EXPECT_EQ(matches[0].main, "蜀ICP备05009132号");
  EXPECT_EQ(matches[0].province, "51");
  EXPECT_EQ(text.substr(matches[0].offset, matches[0].length), "蜀ICP备05009132号-3");
  EXPECT_EQ(matches[0].raw, "蜀ICP备05009132号-3");
  EXPECT_GT(matches[1].offset, matches[0].offset);
}

TEST(FindIcp, ReportsIllFormedNumbersWithTheirFault) {
  EXPECT_EQ(first("京ICP10036469号"), "missing-bei");
  EXPECT_EQ(first("京ICP证110507号"), "licence");
  EXPECT_EQ(first("萌ICP备20230187号"), "joke-registry");
  EXPECT_EQ(first("京ICP备1234567号-2"), "digit-count");
  EXPECT_EQ(first("京ICP备123456789号"), "digit-count");
  EXPECT_EQ(first("京ICP备05009132"), "missing-number-mark");
  EXPECT_EQ(first("ICP备05009132号"), "unknown-province");
  EXPECT_EQ(first("ICP备案号：05009132"), "unknown-province");
  EXPECT_EQ(first("京ICP备案05009132号"), "wording");
  EXPECT_EQ(first("(京)ICP备05009132号"), "wording");
  EXPECT_EQ(first("京ICP备XXXXXXXX号"), "not-digits");
  EXPECT_EQ(first("京ICP备05009132号-2-3"), "suffix");
  EXPECT_EQ(first("京ICP备05009132号-12345"), "suffix");
  EXPECT_EQ(first("京ICP备05009132号7"), "suffix");
  EXPECT_EQ(find_icp("(京)ICP备05009132号")[0].raw, "(京)ICP备05009132号");
}

TEST(FindIcp, LeavesLabelsAndSeparatorsAlone) {
  EXPECT_EQ(first("ICP备案 联系我们"), "none");
  EXPECT_EQ(first("工信部ICP备案/许可证号查询"), "none");
  EXPECT_EQ(first("ICP"), "none");
  EXPECT_EQ(first(""), "none");
  EXPECT_EQ(first("京ICP备05009132号 - 版权所有"), "京ICP备05009132号");
  EXPECT_EQ(first("京ICP备05009132号-京公网安备11040102700072号"), "京ICP备05009132号");
  EXPECT_EQ(first("京ICP备05009132号 - 2023"), "京ICP备05009132号");
  EXPECT_EQ(first("京ICP备05009132号\n-2"), "京ICP备05009132号");
}

TEST(FindIcp, StopsAtItsLimit) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "京ICP备05009132号 ";
  EXPECT_EQ(find_icp(text).size(), FilingLimits::kMatches);
}

TEST(ReadIcp, WantsTheWholeText) {
  EXPECT_TRUE(read_icp(" 京ICP备05009132号 ").valid);
  EXPECT_FALSE(read_icp("备案 京ICP备05009132号").valid);
  EXPECT_EQ(read_icp("无").fault, Fault::Wording);
}

TEST(CheckIcpLink, TellsTheAgeOfTheAddress) {
  EXPECT_EQ(check_icp_link("https://beian.miit.gov.cn/#/Integrated/index").age, LinkAge::Current);
  EXPECT_EQ(check_icp_link("beian.miit.gov.cn").age, LinkAge::Current);
  EXPECT_EQ(check_icp_link("http://www.beian.miit.gov.cn/").age, LinkAge::Old);
  EXPECT_EQ(check_icp_link("http://www.miitbeian.gov.cn/").age, LinkAge::Old);
  EXPECT_EQ(check_icp_link("http://www.miibeian.gov.cn").age, LinkAge::Obsolete);
  EXPECT_EQ(check_icp_link("http://beian.miit.gov.cn.evil.com/").age, LinkAge::Foreign);
  EXPECT_EQ(check_icp_link("javascript:;").age, LinkAge::Foreign);
  EXPECT_EQ(check_icp_link(" ").age, LinkAge::None);
}

RC_GTEST_PROP(FindIcpProperty, MatchesLieInTheTextInOrder, (const std::vector<std::uint8_t>& picks)) {
  static const char* kPieces[] = {"京", "萌",       "ICP", "ＩＣＰ", "备", "案", "证", "号",  "-",
                                  "1",  "05009132", " ",   "：",     "\n", "(",  "X",  "\xEF"};
  std::string text;
  for (const auto pick : picks) text += kPieces[pick % std::size(kPieces)];
  std::size_t end = 0;
  for (const FilingMatch& match : find_icp(text)) {
    RC_ASSERT(match.offset >= end || end == 0);
    end = match.offset + match.length;
    RC_ASSERT(end <= text.size());
    RC_ASSERT(match.raw == text.substr(match.offset, match.length));
    RC_ASSERT(match.valid == (match.fault == Fault::None));
    RC_ASSERT(!match.valid || read_icp(match.normal).normal == match.normal);
  }
}

}  // namespace huabiao::filing
