#include "monitor/plan/targets.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {

TEST(TargetsOf, OneForEachDeclaredNameAndPort) {
  registry::SiteTarget site;
  site.site.id = {7};
  site.names = {{"www.a.gov.cn", "www.a.gov.cn", 0}, {"xn--a.cn", "x", 8080}, {"www.a.gov.cn", "www.a.gov.cn", 0}};
  const auto targets = targets_of(site);
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0], (Target{.site = 7, .host = "www.a.gov.cn"}));
  EXPECT_EQ(targets[1], (Target{.site = 7, .host = "xn--a.cn", .port = 8080}));
}

TEST(TargetsOf, ASiteWithoutNamesStillHasOne) {
  registry::SiteTarget site;
  site.site.id = {7};
  EXPECT_EQ(targets_of(site), std::vector<Target>{Target{.site = 7}});
}

TEST(DeclaredOf, CarriesWhatTheRegisterSays) {
  registry::SiteTarget site;
  site.site.name = "某市政府网";
  site.site.icp = "京ICP备05000000号";
  site.organisation = "某市政府";
  site.mark_hung = true;
  site.names = {{"www.a.gov.cn", "www.a.gov.cn", 0}};
  const Declared declared = declared_of(site);
  EXPECT_EQ(declared.site_name, "某市政府网");
  EXPECT_EQ(declared.hosts, std::vector<std::string>{"www.a.gov.cn"});
  EXPECT_EQ(declared.icp, "京ICP备05000000号");
  EXPECT_EQ(declared.mark_hung, true);
}

TEST(VisitOfAddress, ASchemeBindsAndAHostAloneDoesNot) {
  EXPECT_EQ(visit_of_address("http://www.a.cn/x?y#z")->only, Scheme::Http);
  EXPECT_EQ(visit_of_address("http://www.a.cn/x?y#z")->path, "/x?y");
  const auto bare = visit_of_address(" www.a.cn:8080 ");
  ASSERT_TRUE(bare.has_value());
  EXPECT_EQ(bare->host, "www.a.cn");
  EXPECT_EQ(bare->port, 8080);
  EXPECT_FALSE(bare->only.has_value());
  EXPECT_FALSE(visit_of_address("ftp://a.cn/").has_value());
  EXPECT_FALSE(visit_of_address("").has_value());
}

}  // namespace huabiao::monitor
