#include <gtest/gtest.h>

#include "monitor/detect/detect.h"
#include "support/pages.h"
#include "support/rules.h"

namespace huabiao::monitor {
namespace {

KnownSite county() {
  return {"某某县人民政府门户网站", "某某县人民政府", {"www.county.gov.cn"}, "1304000009", "冀ICP备05029117号", "", ""};
}

std::vector<Finding> judged(const std::string& body, const std::string& host, const KnownSites& known) {
  const Page page = test::read_page(body, "https://" + host + "/");
  FetchOutcome fetch;
  fetch.body = body;
  const Detected read = detect({page, fetch, Declared{}, host, test::built_in_rules()});
  return counterfeit_findings(read.facts, host, known);
}

const std::string kPage =
    "<title>某某县人民政府</title><p>主办单位：某某县人民政府 网站标识码：1304000009 冀ICP备05029117号-1</p>";

TEST(Counterfeit, APageOnAForeignHostThatShowsTheUnitsSiteCode) {
  const KnownSites known({county()});
  const auto found = judged(kPage, "county-gov.example", known);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::High);
  EXPECT_EQ(found[0].subject, "某某县人民政府");
  EXPECT_EQ(judged(kPage + "<form><input type=password></form>", "county-gov.example", known)[0].severity,
            Severity::Critical);
}

TEST(Counterfeit, NoneUnderTheUnitsOwnHostOrBelowIt) {
  const KnownSites known({county()});
  EXPECT_TRUE(judged(kPage, "www.county.gov.cn", known).empty());
  EXPECT_TRUE(judged(kPage, "county.gov.cn", known).empty());
  EXPECT_TRUE(judged(kPage, "bbs.county.gov.cn", known).empty());
  EXPECT_FALSE(judged(kPage, "county.gov.cn.stranger.example", known).empty());
}

TEST(Counterfeit, OneFilingNumberAloneAccusesNobody) {
  const KnownSites known({county()});
  EXPECT_TRUE(judged("<title>县实验小学</title><p>冀ICP备05029117号-3</p>", "school.example", known).empty());
}

TEST(Counterfeit, SitesOfOneUnitMayShowEachOthersCode) {
  KnownSite other = county();
  other.hosts = {"www.second.example"};
  other.site_code.clear();
  const KnownSites known({county(), other});
  EXPECT_TRUE(judged(kPage, "www.second.example", known).empty());
  KnownSite stranger{"别的网站", "别的单位", {"www.third.example"}, "", "", "", ""};
  const KnownSites more({county(), stranger});
  EXPECT_EQ(judged(kPage, "www.third.example", more).size(), 1u);
}

TEST(Counterfeit, NothingWithoutARegisterOrAHost) {
  EXPECT_TRUE(judged(kPage, "", KnownSites({county()})).empty());
  EXPECT_TRUE(judged(kPage, "county-gov.example", KnownSites()).empty());
}

}  // namespace
}  // namespace huabiao::monitor
