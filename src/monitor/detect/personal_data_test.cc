#include <algorithm>
#include <gtest/gtest.h>

#include "monitor/detect/detectors.h"
#include "support/pages.h"

namespace huabiao::monitor {
namespace {

using test::findings_on;

bool holds(const Finding& finding, std::string_view text) {
  const auto has = [&](const std::string& field) { return field.find(text) != std::string::npos; };
  return has(finding.subject) || has(finding.explanation.zh) || has(finding.explanation.en) ||
         std::ranges::any_of(finding.evidence, [&](const Evidence& evidence) {
           return has(evidence.snippet) || has(evidence.decoded) || has(evidence.why);
         });
}

TEST(PersonalData, AnIdentityNumberIsFoundAndMasked) {
  const auto found = findings_on("<p>张三 11010519491231002X 初审通过</p>", Category::PersonalData);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "personal-data.identity-numbers");
  EXPECT_EQ(found[0].subject, "110*************2X");
  EXPECT_FALSE(holds(found[0], "19491231"));
  EXPECT_EQ(found[0].evidence[0].length, 18);
}

TEST(PersonalData, RegionDateAndCheckDigitMustHold) {
  EXPECT_TRUE(findings_on("<p>110105194912310021</p>", Category::PersonalData).empty());   // check digit
  EXPECT_TRUE(findings_on("<p>110105194913310028</p>", Category::PersonalData).empty());   // month
  EXPECT_TRUE(findings_on("<p>990105194912310025</p>", Category::PersonalData).empty());   // region
  EXPECT_TRUE(findings_on("<p>A11010519491231002X</p>", Category::PersonalData).empty());  // part of a longer word
}

TEST(PersonalData, ACardNeedsItsChecksumAndAWord) {
  EXPECT_EQ(findings_on("<p>收款卡号：6222020200112230007</p>", Category::PersonalData).size(), 0u);
  const auto found = findings_on("<p>收款卡号：4111111111111111</p>", Category::PersonalData);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(holds(found[0], "41111111"));
  EXPECT_TRUE(findings_on("<p>编号：4111111111111111</p>", Category::PersonalData).empty());
}

TEST(PersonalData, ManyMobileNumbersAreAList) {
  std::string list;
  for (int i = 0; i < 12; ++i) list += "<p>张某 1380013" + std::to_string(8000 + i) + "</p>";
  const auto found = findings_on(list, Category::PersonalData);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "personal-data.phone-list");
  EXPECT_TRUE(findings_on("<p>电话 13800138000</p>", Category::PersonalData).empty());
}

TEST(PersonalData, OtherDetectorsEvidenceIsMaskedToo) {
  const auto links = findings_on(
      "<div style='display:none'><a href=http://a1.example/>时时彩 13800138000</a>"
      "<a href=http://b2.example/>百家乐</a></div>",
      Category::DarkLink);
  ASSERT_EQ(links.size(), 1u);
  EXPECT_TRUE(holds(links[0], "138******00"));
  EXPECT_FALSE(holds(links[0], "13800138000"));
  EXPECT_EQ(mask_personal("x 11010519491231002X y 13800138000 z 20240101"),
            "x 110*************2X y 138******00 z 20240101");
}

}  // namespace
}  // namespace huabiao::monitor
