#include "filing/site_code.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::filing {
namespace {

std::string read(std::string_view text) {
  const FilingMatch match = read_site_code(text);
  return match.valid ? match.normal : std::string(to_string(match.fault));
}

}  // namespace

TEST(ReadSiteCode, TellsGoodFromBad) {
  for (const char* good : {"bm14000002", "bm29030010", "1304000009", "4403920006", "3609220011"})
    EXPECT_EQ(read(good), good);
  EXPECT_EQ(read("310000000044"), "digit-count");
  EXPECT_EQ(read("bm236554412"), "digit-count");
  EXPECT_EQ(read("BM1400002"), "bad-prefix");
  EXPECT_EQ(read("0304000009"), "bad-prefix");
  EXPECT_EQ(read("1904000009"), "bad-prefix");
  EXPECT_EQ(read("13040000"), "digit-count");
  EXPECT_EQ(read("13040000O9"), "not-digits");
  EXPECT_EQ(read(" １３０４００００００９ "), "digit-count");
  EXPECT_EQ(read(" １３０４０００００９ "), "1304000009");
  EXPECT_EQ(read_site_code("bm14000002").province, "00");
  EXPECT_EQ(read_site_code("1304000009").province, "13");
}

TEST(FindSiteCode, ReadsBehindItsLabels) {
  const std::string text = "政府网站标识码：1304000009 网站标识码 bm14000002 网站标识码310000000044 网站标识码：";
  const auto matches = find_site_code(text);
  ASSERT_EQ(matches.size(), 3U);
  EXPECT_EQ(matches[0].normal, "1304000009");
  EXPECT_EQ(text.substr(matches[0].offset, matches[0].length), "1304000009");
  EXPECT_EQ(matches[1].normal, "bm14000002");
  EXPECT_EQ(matches[2].fault, Fault::DigitCount);
  EXPECT_EQ(matches[2].raw, "310000000044");
}

TEST(ReadErrorButton, KnowsEveryForm) {
  const auto current = read_error_button("https://zfwzgl.www.gov.cn/exposure/jiucuo.js ", "bm09000026", "_jiucuo_");
  EXPECT_TRUE(current.present);
  EXPECT_EQ(current.age, LinkAge::Current);
  EXPECT_EQ(current.code.normal, "bm09000026");
  const auto old = read_error_button("http://pucha.kaipuyun.cn/exposure/jiucuo.js", "bm09000026");
  EXPECT_TRUE(old.present);
  EXPECT_EQ(old.age, LinkAge::Old);
  const auto link = read_error_button("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4403000002&url=x");
  EXPECT_EQ(link.code.normal, "4403000002");
  EXPECT_EQ(read_error_button("//zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v=5000000041").code.normal, "5000000041");
  EXPECT_EQ(read_error_button("http://121.43.68.40/exposure/jiucuo.html?site_code=4403000002").age, LinkAge::Old);
  EXPECT_EQ(read_error_button("http://www.example.com/jiucuo.js").age, LinkAge::Foreign);
  EXPECT_EQ(read_error_button("", "bm09000026", "_jiucuo_").code.normal, "bm09000026");
}

TEST(ReadErrorButton, ReportsBadCodesAndMissingOnes) {
  const auto bad = read_error_button("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=13040000091");
  EXPECT_TRUE(bad.present);
  EXPECT_EQ(bad.code.fault, Fault::DigitCount);
  const auto empty = read_error_button("https://zfwzgl.www.gov.cn/exposure/jiucuo.js", "", "_jiucuo_");
  EXPECT_TRUE(empty.present);
  EXPECT_EQ(empty.code.raw, "");
  EXPECT_FALSE(read_error_button("/js/jquery.js", "1304000009").present);
  EXPECT_FALSE(read_error_button("").present);
}

RC_GTEST_PROP(SiteCodeProperty, NeverNormalisesWhatIsBad, (const std::string& text)) {
  const FilingMatch match = read_site_code(text);
  RC_ASSERT(match.valid != match.normal.empty());
  (void)read_error_button(text, text, text);
  (void)find_site_code("网站标识码" + text);
}

}  // namespace huabiao::filing
