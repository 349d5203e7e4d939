#include <atomic>
#include <gmock/gmock.h>
#include <memory>
#include <thread>

#include "registry/store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using registry::AsOf;
using registry::Declaration;
using registry::Organisation;
using registry::Site;

class RegisterStoreTest : public StoresTest {};

TEST_F(RegisterStoreTest, ASiteWithADeclarationThatIsRefusedIsNotKept) {
  const auto owner = unit("甲县统计局");
  declare(owner, site("甲县统计局网站"), {{.ascii = "tjj.jia.gov.cn", .unicode = "tjj.jia.gov.cn"}});
  const std::vector<registry::Declaration> taken = {
      {.organisation = owner, .ascii_names = {{.ascii = "new.jia.gov.cn", .unicode = "new.jia.gov.cn"}}},
      {.organisation = owner, .ascii_names = {{.ascii = "tjj.jia.gov.cn", .unicode = "tjj.jia.gov.cn"}}}};
  const auto refused = registry().save(registry::Site{.name = "另一网站"}, taken, {.by = "test"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "registry.domain_taken");
  EXPECT_EQ(good(registry().sites(now())).size(), 1U);
  const auto kept = registry().save(registry::Site{.name = "另一网站"}, {taken[0]}, {.by = "test"});
  ASSERT_TRUE(kept);
  EXPECT_EQ(good(registry().declarations_of(*kept, now())).size(), 1U);
}

TEST_F(RegisterStoreTest, GivesBackWhatWasSaved) {
  const Organisation unit{.name = "某市档案馆",
                          .kind = registry::OrganisationKind::PublicInstitution,
                          .sector = "archives",
                          .credit_code = "12130000000000000X",
                          .region = "130400"};
  const auto unit_id = good(registry().save(unit, {.by = "甲"}));
  const Site site{
      .name = "某市档案网", .life = registry::SiteLife::Open, .region = "130400", .site_code = "1304000009"};
  const auto site_id = good(registry().save(site, {.by = "甲"}));
  Declaration declaration{.organisation = unit_id,
                          .site = site_id,
                          .department = "某市委办",
                          .ascii_names = {{"dag.example.gov.cn", "dag.example.gov.cn", 8080}},
                          .chinese_names = {{"xn--test.xn--zfr164b", "某市档案馆.政务", 0}},
                          .mark_hung = true,
                          .contact = "联系人",
                          .phones = {"0310-1234567", "13800000000"},
                          .remark = "备注"};
  declaration.id = good(registry().save(declaration, {.by = "甲"}));

  const auto kept_unit = good(registry().organisation(unit_id, now()));
  ASSERT_TRUE(kept_unit);
  EXPECT_EQ(kept_unit->value.name, unit.name);
  EXPECT_EQ(kept_unit->value.kind, unit.kind);
  EXPECT_EQ(kept_unit->by, "甲");
  EXPECT_EQ(good(registry().site(site_id, now()))->value.site_code, "1304000009");
  EXPECT_EQ(good(registry().declaration(declaration.id, now()))->value, declaration);
  const auto target = good(registry().target(site_id));
  ASSERT_TRUE(target);
  EXPECT_EQ(target->names.size(), 2u);
  EXPECT_EQ(target->organisation, unit.name);
  EXPECT_EQ(target->mark_hung, true);
}

TEST_F(RegisterStoreTest, KeepsOneSiteOfFourUnitsAndAUnitWithoutASite) {
  const auto portal = site("某省机构编制网");
  std::vector<registry::OrganisationId> units;
  for (const char* name : {"编办", "登记局", "政务中心", "研究中心"}) units.push_back(unit(name));
  declare(units[0], portal, {{"www.example.gov.cn", "www.example.gov.cn", 0}});
  for (int i = 1; i < 4; ++i) declare(units[static_cast<std::size_t>(i)], portal, {});
  const auto school = unit("一中");
  declare(school, {}, {});
  EXPECT_EQ(good(registry().declarations_of(portal, now())).size(), 4u);
  EXPECT_EQ(good(registry().target(portal))->organisations.size(), 4u);
  EXPECT_EQ(good(registry().declarations_of(school, now())).size(), 1u);
  EXPECT_EQ(good(stores_->estate().summary(portal))->organisations.size(), 4u);
}

TEST_F(RegisterStoreTest, AnswersAsOfAnyDayAsKnownOnAnyDay) {
  const TimePoint monday = clock_.now();
  const auto id = site("旧名");
  clock_.advance(std::chrono::hours(24));
  const TimePoint tuesday = clock_.now();
  // Learnt on Tuesday: it has been called otherwise since Monday noon.
  const TimePoint noon = monday + std::chrono::hours(12);
  good(registry().save(Site{.id = id, .name = "新名"}, {.by = "乙", .effective = {noon, registry::kForever}}));
  const auto name_at = [&](TimePoint effective, TimePoint recorded) {
    const auto found = good(registry().site(id, AsOf{effective, recorded}));
    return found ? found->value.name : std::string("-");
  };
  EXPECT_EQ(name_at(noon, monday), "旧名");
  EXPECT_EQ(name_at(noon, tuesday), "新名");
  EXPECT_EQ(name_at(monday, tuesday), "旧名");
  EXPECT_EQ(name_at(monday - Millis(1), tuesday), "-");
  EXPECT_EQ(name_at(monday, monday - Millis(1)), "-");
  const auto history = good(registry().history(id));
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].fields, (std::vector<registry::FieldChange>{{"name", "旧名", "新名"}}));
}

TEST_F(RegisterStoreTest, WritesNothingWhenNothingChanges) {
  const auto id = site("甲网");
  clock_.advance(std::chrono::hours(1));
  good(registry().save(Site{.id = id, .name = "甲网"}, {.by = "乙"}));
  EXPECT_EQ(good(registry().history(id)).size(), 1u);
}

TEST_F(RegisterStoreTest, RefusesAnEditOfAnOlderVersion) {
  const auto id = site("甲网");
  const TimePoint seen = good(registry().site(id, now()))->recorded.from;
  clock_.advance(Millis(5));
  good(registry().save(Site{.id = id, .name = "乙网"}, {.by = "乙", .seen = seen}));
  const auto refused = registry().save(Site{.id = id, .name = "丙网"}, {.by = "丙", .seen = seen});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "registry.changed_meanwhile");
}

TEST_F(RegisterStoreTest, RefusesANameOfAnotherSiteUnlessTheyShareIt) {
  const auto office = unit("甲局");
  declare(office, site("一"), {{"www.example.cn", "www.example.cn", 0}});
  const Declaration second{
      .organisation = office, .site = site("二"), .ascii_names = {{"www.example.cn", "www.example.cn", 0}}};
  const auto refused = registry().save(second, {.by = "t"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "registry.domain_taken");
  EXPECT_TRUE(registry().save(second, {.by = "t", .shared_name = registry::SharedName::Allow}));
  EXPECT_EQ(good(registry().sites_on_host("www.example.cn")).size(), 2u);
}

TEST_F(RegisterStoreTest, RemovesWhatNobodyRefersToAndKeepsItsHistory) {
  const auto office = unit("甲局");
  const auto id = site("甲网");
  const auto declaration = declare(office, id, {{"a.example.cn", "a.example.cn", 0}});
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(registry().remove(id, {.by = "t"}).error().code, "registry.in_use");
  EXPECT_EQ(registry().remove(office, {.by = "t"}).error().code, "registry.in_use");
  const AsOf before = now();
  clock_.advance(std::chrono::hours(1));
  good(registry().remove(declaration, {.by = "t"}));
  good(registry().remove(id, {.by = "t"}));
  EXPECT_FALSE(good(registry().site(id, now())));
  EXPECT_TRUE(good(registry().site(id, before)));
  EXPECT_FALSE(good(stores_->estate().summary(id)));
  EXPECT_EQ(good(registry().history(id)).front().kind, registry::ChangeKind::Removed);
}

TEST_F(RegisterStoreTest, RefersOnlyToWhatIsThere) {
  EXPECT_EQ(registry().save(Declaration{.organisation = {99}}, {.by = "t"}).error().code,
            "registry.no_such_organisation");
  EXPECT_EQ(registry().save(Site{.id = {99}, .name = "x"}, {.by = "t"}).error().code, "registry.no_such_site");
  EXPECT_EQ(registry().save(Site{}, {.by = "t"}).error().code, "registry.no_name");
}

TEST_F(RegisterStoreTest, ListsATargetForEverySiteThatIsVisited) {
  const auto office = unit("甲局");
  const auto first = site("一"), second = site("二"), closed = site("三");
  declare(office, first, {{"a.example.cn", "a.example.cn", 0}, {"b.example.cn", "b.example.cn", 8443}});
  good(registry().save(Site{.id = closed, .name = "三", .life = registry::SiteLife::Closed}, {.by = "t"}));
  const auto targets = good(registry().targets({}, 10));
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[0].names.size(), 2u);
  EXPECT_TRUE(targets[1].names.empty());
  EXPECT_THAT(good(registry().targets(first, 10)), testing::SizeIs(1));
  EXPECT_EQ(good(registry().targets({second}, 10)).size(), 0u);
}

TEST_F(RegisterStoreTest, PagesOrganisationsByName) {
  for (int i = 0; i < 25; ++i) unit("单位" + std::to_string(100 + i));
  registry::OrganisationQuery query{.text = "单位1", .limit = 10};
  std::vector<std::string> names;
  for (int pages = 0; pages < 3; ++pages) {
    const auto page = good(registry().organisations(query));
    EXPECT_EQ(page.total, 25);
    for (const auto& row : page.rows) names.push_back(row.value.name);
    query.cursor = page.next;
  }
  EXPECT_EQ(names.size(), 25u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_TRUE(query.cursor.empty());
  query.cursor = "zz";
  EXPECT_EQ(registry().organisations(query).error().code, "registry.bad_cursor");
}

TEST_F(RegisterStoreTest, ImportsAllOrNothing) {
  const registry::Import about{.file = "普查.xlsx", .sha256 = "00", .form = "annex3", .by = "cli", .rows = 2};
  const auto fill = [](registry::ImportWriter& writer) -> Done {
    const auto unit = good(writer.save(Organisation{.name = "甲局"}));
    EXPECT_EQ(good(writer.organisations_named("甲 局")).size(), 1u);
    const auto id = good(writer.save(Site{.name = "甲网"}));
    good(writer.save(
        Declaration{.organisation = unit, .site = id, .ascii_names = {{"a.example.cn", "a.example.cn", 0}}}));
    EXPECT_EQ(good(writer.sites_on_host("a.example.cn")).size(), 1u);
    EXPECT_EQ(good(writer.declarations_of(unit, id)).size(), 1u);
    return {};
  };
  const auto broken = registry().import(about, [&](registry::ImportWriter& writer) -> Done {
    good(fill(writer));
    return fail(Kind::Invalid, "registry.no_name");
  });
  EXPECT_FALSE(broken);
  EXPECT_TRUE(good(registry().sites(now())).empty());
  EXPECT_TRUE(good(registry().imports()).empty());

  const auto import = good(registry().import(about, fill));
  EXPECT_EQ(import.sites, 1);
  EXPECT_EQ(import.organisations, 1);
  const auto kept = good(registry().sites(now()));
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].import, import.id);
  EXPECT_EQ(good(registry().imports()).front().declarations, 1);
}

TEST_F(RegisterStoreTest, ReadersSeeWholeImportsWhileOneIsWritten) {
  constexpr int kImports = 15, kSites = 20;
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0, reads = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!done) {
        const auto sites = registry().sites(now());
        if (!sites || sites->size() % kSites != 0) ++torn;
        const auto page = stores_->estate().list_sites({.text = "网"});
        if (!page || page->total % kSites != 0) ++torn;
        ++reads;
      }
    });
  // An import that fails throws: the readers are to stop then, too.
  const std::unique_ptr<std::atomic<bool>, void (*)(std::atomic<bool>*)> stop(&done, [](auto* flag) { *flag = true; });
  for (int i = 0; i < kImports; ++i)
    good(registry().import({.file = "f"}, [&](registry::ImportWriter& writer) -> Done {
      for (int n = 0; n < kSites; ++n) good(writer.save(Site{.name = "网" + std::to_string(i * kSites + n)}));
      return {};
    }));
  done = true;
  readers.clear();
  EXPECT_EQ(torn, 0);
  EXPECT_GT(reads, 0);
  EXPECT_EQ(good(registry().sites(now())).size(), static_cast<std::size_t>(kImports * kSites));
}

TEST_F(RegisterStoreTest, KnowsTheProvinces) {
  const auto regions = good(registry().regions());
  EXPECT_EQ(regions.size(), 34u);
  EXPECT_EQ(regions.front().name, "北京市");
}

TEST_F(RegisterStoreTest, AClockSetBackLosesNothingAndEditsGoOn) {
  const registry::SiteId id = site_on("甲", "www.a.gov.cn");
  clock_.advance(-std::chrono::hours(48));
  EXPECT_EQ(good(registry().targets({}, 10)).size(), 1U);
  EXPECT_EQ(good(registry().sites_on_host("www.a.gov.cn")).size(), 1U);
  registry::Site edited = good(registry().target(id))->site;
  edited.name = "甲（新）";
  good(registry().save(edited, {.by = "test"}));
  EXPECT_EQ(good(registry().target(id))->site.name, "甲（新）");
}

}  // namespace
}  // namespace huabiao::storage
