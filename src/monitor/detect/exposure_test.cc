// What a page gives away: personal data, the server's inner side, look-alike script hosts, its software.

#include <algorithm>
#include <gtest/gtest.h>

#include "monitor/detect/detect.h"
#include "monitor/detect/detectors.h"
#include "support/pages.h"

namespace huabiao::monitor {
namespace {

std::vector<Finding> judged(const std::string& body, Category category, const std::string& host = "www.county.gov.cn") {
  const Page page = test::read_page(body, "https://" + host + "/");
  FetchOutcome fetch;
  fetch.body = body;
  std::vector<Finding> found = detect({page, fetch, Declared{}, host}).findings;
  std::erase_if(found, [&](const Finding& finding) { return finding.category != category; });
  return found;
}

bool holds(const Finding& finding, std::string_view text) {
  const auto has = [&](const std::string& field) { return field.find(text) != std::string::npos; };
  return has(finding.subject) || has(finding.explanation.zh) || has(finding.explanation.en) ||
         std::ranges::any_of(finding.evidence, [&](const Evidence& evidence) {
           return has(evidence.snippet) || has(evidence.decoded) || has(evidence.why);
         });
}

TEST(PersonalData, AnIdentityNumberIsFoundAndMasked) {
  const auto found = judged("<p>张三 11010519491231002X 初审通过</p>", Category::PersonalData);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "personal-data.identity-numbers");
  EXPECT_EQ(found[0].subject, "110*************2X");
  EXPECT_FALSE(holds(found[0], "19491231"));
  EXPECT_EQ(found[0].evidence[0].length, 18);
}

TEST(PersonalData, RegionDateAndCheckDigitMustHold) {
  EXPECT_TRUE(judged("<p>110105194912310021</p>", Category::PersonalData).empty());   // check digit
  EXPECT_TRUE(judged("<p>110105194913310028</p>", Category::PersonalData).empty());   // month
  EXPECT_TRUE(judged("<p>990105194912310025</p>", Category::PersonalData).empty());   // region
  EXPECT_TRUE(judged("<p>A11010519491231002X</p>", Category::PersonalData).empty());  // part of a longer word
}

TEST(PersonalData, ACardNeedsItsChecksumAndAWord) {
  EXPECT_EQ(judged("<p>收款卡号：6222020200112230007</p>", Category::PersonalData).size(), 0u);
  const auto found = judged("<p>收款卡号：4111111111111111</p>", Category::PersonalData);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(holds(found[0], "41111111"));
  EXPECT_TRUE(judged("<p>编号：4111111111111111</p>", Category::PersonalData).empty());
}

TEST(PersonalData, ManyMobileNumbersAreAList) {
  std::string list;
  for (int i = 0; i < 12; ++i) list += "<p>张某 1380013" + std::to_string(8000 + i) + "</p>";
  const auto found = judged(list, Category::PersonalData);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "personal-data.phone-list");
  EXPECT_TRUE(judged("<p>电话 13800138000</p>", Category::PersonalData).empty());
}

TEST(PersonalData, OtherDetectorsEvidenceIsMaskedToo) {
  EXPECT_EQ(mask_personal("x 11010519491231002X y 13800138000 z 20240101"),
            "x 110*************2X y 138******00 z 20240101");
}

TEST(Exposure, ListingsTracesSourceAndRepositories) {
  const auto listing = judged(
      "<title>Index of /data</title><h1>Index of /data</h1><a href=\"../\">../</a><a href=\"site.sql\">site.sql</a>",
      Category::Exposure);
  ASSERT_EQ(listing.size(), 2u);
  EXPECT_EQ(listing[0].rule, "exposure.directory-listing");
  EXPECT_EQ(listing[1].rule, "exposure.backup-listed");
  EXPECT_EQ(judged("<b>Fatal error</b>: x in /var/www/a.php on line 3", Category::Exposure).at(0).rule,
            "exposure.stack-trace");
  EXPECT_EQ(judged("<?php $password = 'x'; ?>", Category::Exposure).at(0).rule, "exposure.server-source");
  EXPECT_EQ(judged("ref: refs/heads/master\n", Category::Exposure).at(0).rule, "exposure.repository");
  EXPECT_TRUE(judged("<title>Index of prices</title><p>A tool leads on line 3</p>", Category::Exposure).empty());
}

TEST(ForeignResource, LookAlikesOfKnownAndOwnNames) {
  const auto script = [](const std::string& host) { return "<script src=\"https://" + host + "/a.js\"></script>"; };
  EXPECT_EQ(judged(script("cdn.jsdeliver.net"), Category::ForeignResource).size(), 1u);
  EXPECT_EQ(judged(script("code.jquery.com"), Category::ForeignResource).size(), 0u);
  EXPECT_EQ(judged(script("www.exarnple-city.com"), Category::ForeignResource, "www.example-city.com").size(), 0u);
  EXPECT_EQ(judged(script("www.examp1e-city.com"), Category::ForeignResource, "www.example-city.com").size(), 1u);
  EXPECT_EQ(judged(script("js.example-city.top"), Category::ForeignResource, "www.example-city.com").size(), 1u);
}

TEST(Technology, SaysWhatIsSeenWithoutBlame) {
  const std::string body =
      "<meta name=generator content=\"WordPress 6.4\"><script src=\"/wp-includes/js/jquery/jquery.min.js\"></script>";
  const Page page = test::read_page(body);
  FetchOutcome fetch;
  fetch.body = body;
  fetch.headers = {{"server", "nginx/1.18.0"}};
  const auto found = technology_findings({page, fetch, Declared{}, {}});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_TRUE(std::ranges::all_of(found, [](const Finding& finding) { return finding.severity == Severity::Info; }));
}

}  // namespace
}  // namespace huabiao::monitor
