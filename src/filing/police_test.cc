#include "filing/police.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::filing {
namespace {

std::string first(std::string_view text) {
  const auto matches = find_police(text);
  if (matches.empty()) return "none";
  return matches[0].valid ? matches[0].normal : std::string(to_string(matches[0].fault));
}

}  // namespace

TEST(FindPolice, ReadsWellFormedNumbers) {
  EXPECT_EQ(first("京公网安备 11040102700072号"), "京公网安备11040102700072号");
  EXPECT_EQ(first("川公网安备51090302000210号"), "川公网安备51090302000210号");
  EXPECT_EQ(first("粤公网安备44010602015173"), "粤公网安备44010602015173号");
  EXPECT_EQ(first("公安备案号：浙公网安备　３３０６０２０２０００３９４号"), "浙公网安备33060202000394号");
  EXPECT_EQ(find_police("川公网安备51090302000210号")[0].province, "51");
}

TEST(FindPolice, ReportsIllFormedNumbersWithTheirFault) {
  EXPECT_EQ(first("京公网安备1101080201345号"), "digit-count");
  EXPECT_EQ(first("皖公网安备341324020000239号"), "digit-count");
  EXPECT_EQ(first("沪公安备：31010102045442号"), "wording");
  EXPECT_EQ(first("沪公安网备31010102045442号"), "wording");
  EXPECT_EQ(first("京公网安备：11040102700072号"), "wording");
  EXPECT_EQ(first("京公网安备31040102700072号"), "province-mismatch");
  EXPECT_EQ(first("公网安备11040102700072号"), "unknown-province");
  EXPECT_EQ(first("京公网安备XXXXXXXXXXXXXX号"), "not-digits");
  EXPECT_EQ(find_police("见 沪公安备：31010102045442号。")[0].raw, "沪公安备：31010102045442号");
}

TEST(FindPolice, LeavesTheLabelOutOfAValueWithoutProvince) {
  const auto labelled = find_police("地址：某路 公安机关备案号：43010302000524 网站标识码：4300000077");
  ASSERT_EQ(labelled.size(), 1U);
  EXPECT_EQ(labelled[0].raw, "43010302000524");
  EXPECT_EQ(labelled[0].province, "43");
  EXPECT_EQ(labelled[0].fault, Fault::UnknownProvince);
  const auto city = find_police("豫ICP备05024460号-1 郑公备：41010029000130");
  ASSERT_EQ(city.size(), 1U);
  EXPECT_EQ(city[0].raw, "郑公备：41010029000130");
  EXPECT_EQ(city[0].province, "41");
  EXPECT_EQ(find_police("备案：京海公网安备110108001234号").at(0).raw, "京海公网安备110108001234号");
  EXPECT_EQ(find_police("首页 穗公网安备44010602015173号").at(0).raw, "穗公网安备44010602015173号");
  EXPECT_EQ(find_police("版权所有公网安备11040102700072号")[0].raw, "公网安备11040102700072号");
}

TEST(FindPolice, LeavesRunningTextAlone) {
  for (const char* text : {"", "公安机关备案", "公安机关备案：310 件", "办公网安全", "公安备案 12 件", "公网安备"})
    EXPECT_EQ(first(text), "none") << text;
}

TEST(ReadPolice, WantsTheWholeText) {
  EXPECT_TRUE(read_police("京公网安备11040102700072号").valid);
  EXPECT_FALSE(read_police("x京公网安备11040102700072号").valid);
}

TEST(CheckPoliceLink, ComparesTheNumbers) {
  constexpr std::string_view kNormal = "京公网安备11040102700072号";
  const auto old =
      check_police_link("http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=11040102700072", kNormal);
  EXPECT_EQ(old.age, LinkAge::Old);
  EXPECT_EQ(old.number, "11040102700072");
  EXPECT_FALSE(old.differs);
  const auto current = check_police_link("https://beian.mps.gov.cn/#/query/webSearch?code=11040102700073", kNormal);
  EXPECT_EQ(current.age, LinkAge::Current);
  EXPECT_TRUE(current.differs);
  EXPECT_TRUE(check_police_link("https://beian.mps.gov.cn/#/query/webSearch?code=2700072", kNormal).differs);
  EXPECT_EQ(check_police_link("https://beian.mps.gov.cn/", kNormal).number, "");
  EXPECT_FALSE(check_police_link("https://beian.mps.gov.cn/", kNormal).differs);
  EXPECT_EQ(check_police_link("http://www.beian.gov.cn.evil.com/", kNormal).age, LinkAge::Foreign);
  EXPECT_EQ(check_police_link("", kNormal).age, LinkAge::None);
}

RC_GTEST_PROP(FindPoliceProperty, MatchesLieInTheTextInOrder, (const std::vector<std::uint8_t>& picks)) {
  static const char* kPieces[] = {"京", "公", "网", "安",       "备",  "案", "号", "：", "11040102700072",
                                  "1",  " ",  "X",  "公网安备", "\xE5"};
  std::string text;
  for (const auto pick : picks) text += kPieces[pick % std::size(kPieces)];
  for (const FilingMatch& match : find_police(text)) {
    RC_ASSERT(match.offset + match.length <= text.size());
    RC_ASSERT(match.raw == text.substr(match.offset, match.length));
    RC_ASSERT(match.valid == (match.fault == Fault::None));
    RC_ASSERT(!match.valid || read_police(match.normal).normal == match.normal);
  }
}

}  // namespace huabiao::filing
