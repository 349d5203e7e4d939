#include "app/cli/site_list.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/scratch_directory.h"

namespace huabiao::app {
namespace {

Result<std::vector<monitor::KnownSite>> read(const std::string& text) {
  const test::ScratchDirectory scratch;
  const auto path = scratch.path() / "sites.csv";
  std::ofstream(path) << text;
  return read_site_list(path.string());
}

TEST(SiteList, ReadsColumnsInAnyOrderAndNormalisesNumbers) {
  const auto sites = read(
      "unit,hosts,icp,mark,site,site_code\n"
      "某某县人民政府,\"www.county.gov.cn; https://county.gov.cn:8080/x\",冀ICP备 05029117 号-2,"
      "http://bszs.conac.cn/sitename?method=show&id=06F2CAD4909B067AE053012819AC8596,某某县门户,1304000009\n"
      ",,,dcs.conac.cn/js/33/000/0000/60425889/CA330000000604258890010.js,,\n");
  ASSERT_TRUE(sites);
  ASSERT_EQ(sites->size(), 2u);
  const monitor::KnownSite& site = sites->front();
  EXPECT_EQ(site.unit, "某某县人民政府");
  EXPECT_EQ(site.name, "某某县门户");
  EXPECT_EQ(site.hosts, (std::vector<std::string>{"www.county.gov.cn", "county.gov.cn"}));
  EXPECT_EQ(site.icp, "冀ICP备05029117号");
  EXPECT_EQ(site.site_code, "1304000009");
  EXPECT_EQ(site.mark, "06F2CAD4909B067AE053012819AC8596");
  EXPECT_EQ(sites->back().mark, "CA330000000604258890010");
}

TEST(SiteList, WithoutAKnownColumnIsRefused) {
  const auto sites = read("a,b\n1,2\n");
  ASSERT_FALSE(sites);
  EXPECT_EQ(sites.error().code, "inspect.bad_registry");
}

}  // namespace
}  // namespace huabiao::app
