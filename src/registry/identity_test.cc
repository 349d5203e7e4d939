#include "registry/identity.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::registry {
namespace {

KnownSites holding(std::vector<KnownSite> sites) {
  const auto on_host = [sites](std::string_view host) {
    std::vector<KnownSite> found;
    for (const KnownSite& site : sites)
      if (std::find(site.hosts.begin(), site.hosts.end(), host) != site.hosts.end()) found.push_back(site);
    return found;
  };
  const auto named = [sites](std::string_view key) {
    std::vector<KnownSite> found;
    for (const KnownSite& site : sites)
      if (identity_key(site.name) == key) found.push_back(site);
    return found;
  };
  return {on_host, named};
}

Placement placed(const IncomingSite& site, std::vector<KnownSite> known) {
  return place({site}, holding(std::move(known))).front();
}

TEST(Identity, KeyIgnoresWidthSpaceAndCase) {
  EXPECT_EQ(identity_key("某某 Ａ网　站"), identity_key("某某a网站"));
}

TEST(Identity, ASharedAsciiNameMakesOneSiteAcrossForms) {
  EXPECT_EQ(placed({"甲网", {"甲局"}, {"a.example.cn"}}, {{{7}, "甲网站", {"乙局"}, {"a.example.cn", "b.example.cn"}}}),
            Placement(SameSite{{7}, Renamed::Yes}));
}

TEST(Identity, NameAndDepartmentMakeOneSiteWhenNoNameIsShared) {
  EXPECT_EQ(placed({"甲网", {"甲局"}, {}}, {{{7}, "甲 网", {"甲局"}, {"a.example.cn"}}}), Placement(SameSite{{7}}));
}

TEST(Identity, AnEqualNameUnderAnotherDepartmentIsAnotherSite) {
  EXPECT_EQ(placed({"门户网站", {"甲局"}, {"x.example.cn"}}, {{{7}, "门户网站", {"乙局"}, {"a.example.cn"}}}),
            Placement(NewSite{}));
}

TEST(Identity, AFormThatBindsTwoKnownSitesTogetherIsAConflict) {
  const Placement got = placed({"甲网", {}, {"a.example.cn", "b.example.cn"}},
                               {{{1}, "一", {}, {"a.example.cn"}}, {{2}, "二", {}, {"b.example.cn"}}});
  ASSERT_TRUE(std::holds_alternative<SiteConflict>(got));
  EXPECT_EQ(std::get<SiteConflict>(got).known, (std::vector<SiteId>{{1}, {2}}));
}

TEST(Identity, TwoSitesOfOneFormOnOneNameAreAConflictForBoth) {
  const auto got =
      place({{"甲网", {}, {"a.example.cn"}}, {"乙网", {}, {"a.example.cn"}}, {"丙网", {}, {}}}, holding({}));
  ASSERT_TRUE(std::holds_alternative<SiteConflict>(got[0]));
  ASSERT_TRUE(std::holds_alternative<SiteConflict>(got[1]));
  EXPECT_EQ(std::get<SiteConflict>(got[0]).incoming, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(got[2], Placement(NewSite{}));
}

TEST(Identity, TwoSitesOfOneFormThatMeanOneKnownSiteAreAConflict) {
  const auto got = place({{"甲网", {}, {"a.example.cn"}}, {"乙网", {}, {"b.example.cn"}}},
                         holding({{{3}, "丙", {}, {"a.example.cn", "b.example.cn"}}}));
  EXPECT_TRUE(std::holds_alternative<SiteConflict>(got[0]));
  EXPECT_TRUE(std::holds_alternative<SiteConflict>(got[1]));
}

RC_GTEST_PROP(Identity, NoKnownSiteIsEverGivenToTwoIncomingOnes, ()) {
  const auto host = [] { return rc::gen::map(rc::gen::inRange(0, 6), [](int n) { return "h" + std::to_string(n); }); };
  std::vector<KnownSite> known;
  const int count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i)
    known.push_back({{i + 1},
                     "n" + std::to_string(*rc::gen::inRange(0, 4)),
                     {"d"},
                     *rc::gen::container<std::vector<std::string>>(host())});
  std::vector<IncomingSite> form;
  for (int i = 0; i < 4; ++i)
    form.push_back({"n" + std::to_string(i), {"d"}, *rc::gen::container<std::vector<std::string>>(host())});
  std::vector<SiteId> given;
  for (const Placement& placement : place(form, holding(known)))
    if (const auto* same = std::get_if<SameSite>(&placement)) given.push_back(same->id);
  std::sort(given.begin(), given.end());
  RC_ASSERT(std::adjacent_find(given.begin(), given.end()) == given.end());
}

}  // namespace
}  // namespace huabiao::registry
