// A reach means the same to lists and to single records.

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using access::RecordKind;
using registry::Reach;
using registry::ScopeKind;

class BoundsRowsTest : public StoresTest {
 protected:
  registry::OrganisationId unit_in(const std::string& name, const std::string& region, registry::OrganisationId above,
                                   const std::string& sector) {
    return good(registry().save(
        registry::Organisation{.name = name, .superior = above, .sector = sector, .region = region}, {.by = "t"}));
  }
  registry::SiteId site_of(registry::OrganisationId unit, const std::string& region) {
    const auto id =
        good(registry().save(registry::Site{.name = "网" + std::to_string(unit.value), .region = region}, {.by = "t"}));
    const std::string host = "h" + std::to_string(id.value) + ".gov.cn";
    declarations_.push_back(declare(unit, id, {{.ascii = host, .unicode = host}}));
    return id;
  }
  static Reach reach(registry::Scope scope) {
    Reach one;
    one.add(scope);
    return one;
  }
  // The sites a list shows; every single question must agree with it.
  std::set<std::int64_t> seen(const Reach& within) {
    std::set<std::int64_t> sites;
    for (const auto& row : good(stores_->estate().list_sites({.reach = within, .limit = 500})).rows)
      sites.insert(row.id.value);
    EXPECT_EQ(good(stores_->estate().overview("", within)).sites, static_cast<std::int64_t>(sites.size()));
    std::int64_t counted = 0;
    for (const auto& one : good(stores_->estate().region_states("", within))) counted += one.sites;
    EXPECT_EQ(counted, static_cast<std::int64_t>(sites.size()));
    for (const auto& site : good(registry().sites(now())))
      EXPECT_EQ(good(stores_->bounds().holds(within, RecordKind::Site, site.value.id.value)),
                sites.contains(site.value.id.value));
    if (!within.everywhere) {
      const auto held = good(stores_->bounds().held(within));
      EXPECT_EQ(std::set(held.sites.begin(), held.sites.end()), sites);
      std::set<std::int64_t> units;
      for (const auto& row : good(registry().organisations({.reach = within, .limit = 500})).rows)
        units.insert(row.value.id.value);
      EXPECT_EQ(std::set(held.organisations.begin(), held.organisations.end()), units);
    }
    return sites;
  }
  std::vector<registry::DeclarationId> declarations_;
};

TEST_F(BoundsRowsTest, ListsAndSingleRecordsAgree) {
  const auto top = unit_in("省教育厅", "130000", {}, "education");
  const auto below = unit_in("市教育局", "130400", top, "education"), deep = unit_in("县教育局", "130402", below, "");
  const auto other = unit_in("邻省卫健委", "140000", {}, "health");
  const auto a = site_of(top, "130000"), b = site_of(below, "130400"), c = site_of(deep, "130402"),
             d = site_of(other, "140000"), e = site_of(other, "");
  const auto ids = [](std::initializer_list<registry::SiteId> sites) {
    std::set<std::int64_t> values;
    for (const auto id : sites) values.insert(id.value);
    return values;
  };
  EXPECT_EQ(seen(Reach::all()), ids({a, b, c, d, e}));
  EXPECT_EQ(seen(reach({ScopeKind::Region, 0, "130000"})), ids({a, b, c}));
  EXPECT_EQ(seen(reach({ScopeKind::Region, 0, "130400"})), ids({b, c}));
  EXPECT_EQ(seen(reach({ScopeKind::Region, 0, "130402"})), ids({c}));
  EXPECT_EQ(seen(reach({ScopeKind::Organisation, top.value, {}})), ids({a, b, c}));
  EXPECT_EQ(seen(reach({ScopeKind::Organisation, below.value, {}})), ids({b, c}));
  EXPECT_EQ(seen(reach({ScopeKind::Sector, 0, "education"})), ids({a, b}));
  EXPECT_EQ(seen(reach({ScopeKind::Site, e.value, {}})), ids({e}));
  EXPECT_EQ(seen(Reach()), ids({}));
  Reach both = reach({ScopeKind::Site, e.value, {}});
  both.add({ScopeKind::Region, 0, "130402"});
  EXPECT_EQ(seen(both), ids({c, e}));
  EXPECT_TRUE(seen(reach({ScopeKind::Region, 0, ""})).empty() ||
              seen(reach({ScopeKind::Region, 0, ""})) == ids({e}));  // never all
}

TEST_F(BoundsRowsTest, ADeclarationLiesWhereItsSiteDoes) {
  const auto unit = unit_in("市档案局", "130400", {}, "");
  const auto site = site_of(unit, "130400");
  const auto nowhere = declare(unit, {}, {});
  const auto contact = good(registry().save(
      registry::Contact{.organisation = unit, .site = site, .name = "某某", .duty = {}, .phones = {}, .mail = {}},
      {.by = "t"}));
  const Reach inside = reach({ScopeKind::Region, 0, "130000"}), outside = reach({ScopeKind::Region, 0, "140000"});
  for (const auto& [kind, id] :
       {std::pair(RecordKind::Declaration, declarations_.at(0).value),
        std::pair(RecordKind::Declaration, nowhere.value), std::pair(RecordKind::Contact, contact.value),
        std::pair(RecordKind::Organisation, unit.value)}) {
    EXPECT_TRUE(good(stores_->bounds().holds(inside, kind, id)));
    EXPECT_FALSE(good(stores_->bounds().holds(outside, kind, id)));
    EXPECT_FALSE(good(stores_->bounds().holds(inside, kind, 4711)));
  }
}

TEST_F(BoundsRowsTest, ARingOfSuperiorsEnds) {
  const auto one = unit_in("甲", "", {}, ""), other = unit_in("乙", "", one, "");
  auto ring = *good(registry().organisation(one, now()));
  ring.value.superior = other;
  clock_.advance(Millis(10));
  good(registry().save(ring.value, {.by = "t"}));
  const auto held = good(stores_->bounds().held(reach({ScopeKind::Organisation, other.value, {}})));
  EXPECT_EQ(held.organisations, (std::vector{one.value, other.value}));
}

}  // namespace
}  // namespace huabiao::storage
