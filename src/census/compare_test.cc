#include "census/compare.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

#include "support/memory_table.h"

namespace huabiao::census {
namespace {

using registry::Declaration;
using registry::KnownSite;
using registry::Organisation;
using registry::Site;

// The register as far as an import sees it. Fails on every save once `broken`.
class MemoryRegister final : public registry::ImportWriter {
 public:
  std::map<std::int64_t, Organisation> organisations;
  std::map<std::int64_t, Site> sites;
  std::map<std::int64_t, Declaration> declarations;
  int writes = 0;
  bool broken = false;

  registry::ImportId id() const override { return {1}; }
  Result<std::vector<Organisation>> organisations_named(std::string_view name) override {
    std::vector<Organisation> found;
    for (const auto& [id, one] : organisations)
      if (registry::identity_key(one.name) == registry::identity_key(name)) found.push_back(one);
    return found;
  }
  Result<std::vector<KnownSite>> sites_on_host(std::string_view host) override {
    return known([&](const KnownSite& site) { return std::ranges::find(site.hosts, host) != site.hosts.end(); });
  }
  Result<std::vector<KnownSite>> sites_named(std::string_view key) override {
    return known([&](const KnownSite& site) { return registry::identity_key(site.name) == key; });
  }
  Result<std::optional<Site>> site(registry::SiteId id) override { return std::optional(sites.at(id.value)); }
  Result<std::vector<Declaration>> declarations_of(registry::OrganisationId unit, registry::SiteId site) override {
    std::vector<Declaration> found;
    for (const auto& [id, one] : declarations)
      if (one.organisation == unit && one.site == site) found.push_back(one);
    return found;
  }
  Result<registry::OrganisationId> save(const Organisation& one) override { return keep(organisations, one); }
  Result<registry::SiteId> save(const Site& one) override { return keep(sites, one); }
  Result<registry::DeclarationId> save(const Declaration& one) override { return keep(declarations, one); }

 private:
  template <class T>
  auto keep(std::map<std::int64_t, T>& into, T one) -> Result<decltype(one.id)> {
    if (broken) return fail(Kind::Environment, "storage.disk_full");
    ++writes;
    if (!one.id) one.id = {static_cast<std::int64_t>(into.size() + 1)};
    into[one.id.value] = one;
    return one.id;
  }
  std::vector<KnownSite> known(const std::function<bool(const KnownSite&)>& wanted) const {
    std::vector<KnownSite> found;
    for (const auto& [id, site] : sites) {
      KnownSite one{site.id, site.name, {}, {}};
      for (const auto& [number, declaration] : declarations) {
        if (declaration.site != site.id) continue;
        one.departments.push_back(declaration.department);
        for (const auto& name : declaration.ascii_names) one.hosts.push_back(name.ascii);
      }
      if (wanted(one)) found.push_back(one);
    }
    return found;
  }
};

std::vector<CensusRow> rows_of(const std::vector<std::vector<std::string>>& lines) {
  std::vector<std::vector<std::string>> form = {
      {"单位（公章）：甲省编办"},
      {"主管部门", "单位名称", "网站名称", "英文域名", "中文域名", "是否挂标", "联系人", "联系电话"}};
  form.insert(form.end(), lines.begin(), lines.end());
  support::MemoryTable table(form);
  std::vector<CensusRow> rows;
  EXPECT_TRUE(read(table, {}, [&](CensusRow&& row) {
    rows.push_back(std::move(row));
    return table::Go::On;
  }));
  return rows;
}

ImportPlan import(MemoryRegister& into, const std::vector<std::vector<std::string>>& lines) {
  std::optional<Error> failed;
  ImportPlan plan = compare(rows_of(lines), view_of(into, failed));
  EXPECT_FALSE(failed);
  EXPECT_TRUE(carry_out(plan, into));
  return plan;
}

const std::vector<std::vector<std::string>> kForm = {
    {"甲厅", "甲院", "网", "a.gov.cn", "甲.政务", "是", "张三", "0311-80000000"},
    {"甲厅", "乙院", "网", "无", "乙.政务", "是", "张三", "0311-80000000"},
    {"甲厅", "丙院", "无", "无", "丙.公益", "否", "李四", ""}};

}  // namespace

TEST(CompareCensus, MakesOneSiteOfManyUnits) {
  MemoryRegister into;
  const ImportPlan plan = import(into, kForm);
  EXPECT_EQ(plan.count(Fate::New), 3U);
  EXPECT_EQ(into.sites.size(), 1U);
  EXPECT_EQ(into.organisations.size(), 4U);  // with the department they answer to
  EXPECT_EQ(into.declarations.size(), 3U);
  EXPECT_EQ(into.declarations[3].site, registry::SiteId{});
  EXPECT_EQ(into.organisations[into.declarations[1].organisation.value].superior,
            (*into.organisations_named("甲厅"))[0].id);
}

TEST(CompareCensus, WritesNothingTheSecondTime) {
  MemoryRegister into;
  import(into, kForm);
  const int writes = into.writes;
  const ImportPlan plan = import(into, kForm);
  EXPECT_EQ(plan.count(Fate::Same), 3U);
  EXPECT_EQ(into.writes, writes);
}

TEST(CompareCensus, TellsWhatChanged) {
  MemoryRegister into;
  import(into, kForm);
  const ImportPlan plan =
      import(into, {{"甲厅", "甲院", "网", "a.gov.cn、b.gov.cn", "甲.政务", "否", "张三", "0311-80000000"}});
  ASSERT_EQ(plan.count(Fate::Changed), 1U);
  EXPECT_EQ(plan.declarations[0].changed, (std::vector<std::string_view>{"ascii_names", "mark_hung"}));
  EXPECT_EQ(into.declarations[1].ascii_names.size(), 2U);
  EXPECT_EQ(into.declarations[1].mark_hung, false);
}

TEST(CompareCensus, KnowsARenamedSiteByItsName) {
  MemoryRegister into;
  import(into, kForm);
  const ImportPlan plan =
      import(into, {{"甲厅", "甲院", "新网", "a.gov.cn", "甲.政务", "是", "张三", "0311-80000000"}});
  EXPECT_EQ(plan.count(Fate::Changed), 1U);
  EXPECT_EQ(plan.declarations[0].changed, (std::vector<std::string_view>{"site_name"}));
  EXPECT_EQ(into.sites.size(), 1U);
  EXPECT_EQ(into.sites[1].name, "新网");
}

TEST(CompareCensus, LeavesTwoSitesOnOneNameToAPerson) {
  MemoryRegister into;
  const ImportPlan plan = import(into, {{"甲厅", "甲院", "甲网", "a.gov.cn", "", "是"},
                                        {"甲厅", "乙院", "乙网", "a.gov.cn", "", "是"},
                                        {"甲厅", "丙院", "丙网", "c.gov.cn", "", "是"}});
  EXPECT_EQ(plan.count(Fate::Conflicting), 2U);
  EXPECT_EQ(plan.count(Fate::New), 1U);
  EXPECT_EQ(into.sites.size(), 1U);
}

TEST(CompareCensus, CallsANamelessSiteByItsFirstName) {
  MemoryRegister into;
  import(into, {{"甲厅", "甲院", "—", "a.gov.cn、b.gov.cn", "", "是"}});
  EXPECT_EQ(into.sites[1].name, "a.gov.cn");
}

TEST(CompareCensus, PutsTheRowsOfOneUnitAboutOneSiteTogether) {
  MemoryRegister into;
  const ImportPlan plan = import(into, {{"甲厅", "甲院", "网", "a.gov.cn", "", "是", "张三", "12345"},
                                        {"甲厅", "甲院", "网", "b.gov.cn", "", "是", "", "12346"}});
  ASSERT_EQ(plan.declarations.size(), 1U);
  EXPECT_EQ(plan.declarations[0].rows, (std::vector<std::uint32_t>{3, 4}));
  EXPECT_EQ(plan.count(Fate::New), 2U);
  EXPECT_EQ(into.declarations[1].ascii_names.size(), 2U);
  EXPECT_EQ(into.declarations[1].phones, (std::vector<std::string>{"12345", "12346"}));
}

TEST(CompareCensus, PassesOverBadRows) {
  MemoryRegister into;
  EXPECT_TRUE(import(into, {{"甲厅", "", "网", "a.gov.cn", "", "是"}, {"甲厅", "甲院", "网", "x y", "", "是"}})
                  .declarations.empty());
}

TEST(CarryOut, HandsTheStoresErrorOn) {
  MemoryRegister into;
  std::optional<Error> failed;
  const ImportPlan plan = compare(rows_of(kForm), view_of(into, failed));
  into.broken = true;
  const Done done = carry_out(plan, into);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "storage.disk_full");
}

}  // namespace huabiao::census
