#include "desk/inspection_desk.h"

#include <gtest/gtest.h>

#include "monitor/keep/round_store.h"
#include "support/stores_fixture.h"

namespace huabiao::desk {
namespace {

using namespace monitor;
using storage::good;

class InspectionDeskTest : public storage::StoresTest {
 protected:
  std::int64_t site_in(const std::string& name, const std::string& region, const std::string& of,
                       const std::string& host) {
    registry::Site site{.name = name};
    site.region = region;
    const registry::SiteId id = good(registry().save(site, {.by = "test"}));
    declare(units_.contains(of) ? units_[of] : units_[of] = unit(of), id, {{.ascii = host, .unicode = host}});
    return id.value;
  }
  // So many visits a day over the week before today, of which so many failed.
  void watched(std::int64_t site, const std::string& host, int visits, int failed) {
    const std::int64_t today = day_of(second_of(clock_.now()));
    std::vector<KeyedSample> batch;
    for (std::int64_t day = today - 7; day < today; ++day)
      for (int i = 0; i < visits; ++i)
        batch.push_back({{.site = site, .host = host, .vantage = "local"},
                         {.second = day_begins(day) + i * 600 + 60,
                          .outcome = i < failed ? Outcome::Timeout : Outcome::Ok,
                          .latency = Latency::of_millis(100)}});
    good(stores_->samples().append(batch));
  }
  void keep_up() {
    clock_.advance(std::chrono::hours(3));
    while (good(stores_->samples().upkeep()) == Upkeep::More) {
    }
  }
  InspectionDesk desk() {
    InspectionRules rules;
    rules.availability = {.days = 7, .visits_per_day = 20, .seconds = 15, .failed_percent = 5};
    rules.freshness = {.home_days = 14, .news_days = 14, .notice_days = 183};
    rules.idle_columns = 5;
    return {{stores_->registry(), stores_->samples(), stores_->walks(), clock_}, rules};
  }
  std::map<std::string, registry::OrganisationId> units_;
};

TEST_F(InspectionDeskTest, SitesAreHeldAndCountedByRegionAndUnit) {
  const auto well = site_in("甲", "130402", "甲局", "a.gov.cn");
  const auto sick = site_in("乙", "130402", "乙局", "b.gov.cn");
  const auto other = site_in("丙", "140000", "乙局", "c.gov.cn");
  site_in("丁", "", "丁局", "d.gov.cn");
  watched(well, "a.gov.cn", 30, 0);
  watched(sick, "b.gov.cn", 30, 10);
  watched(other, "c.gov.cn", 10, 10);
  keep_up();
  InspectionDesk held = desk();
  const auto found = good(held.now());
  ASSERT_EQ(found->sites().size(), 4U);
  EXPECT_EQ(found->sites()[0].found.of(VetoItem::Access), Held::Passed);
  EXPECT_EQ(found->sites()[1].found.of(VetoItem::Access), Held::Failed);
  EXPECT_EQ(found->sites()[2].found.of(VetoItem::Access), Held::NotProven);
  EXPECT_EQ(found->counts("").sites, 4);
  EXPECT_EQ(found->counts("130000").sites, 2);
  EXPECT_EQ(found->counts("130000").vetoed, 1);

  ASSERT_EQ(found->sites({.region = "130000"}).size(), 2U);
  EXPECT_EQ(found->sites({.region = "130000"}).front()->site, sick) << "vetoed ones first";
  EXPECT_EQ(found->sites({.unit = "乙局"}).size(), 2U);
  ASSERT_EQ(found->sites({.failed = VetoItem::Access}).size(), 1U);
  const auto provinces = found->by_region("");
  ASSERT_EQ(provinces.size(), 3U);
  EXPECT_EQ(provinces[0].name, "") << "sites of no region are not lost";
  EXPECT_EQ(provinces[1].name, "130000");
  EXPECT_EQ(provinces[2].name, "140000");
  EXPECT_EQ(found->by_region("130000").at(0).name, "130400");
  EXPECT_EQ(found->by_region("130402").at(0).name, "130402");
  const auto units = found->by_unit("");
  EXPECT_EQ(units.at(0).name, "乙局");
  EXPECT_EQ(units.at(0).counts.sites, 2);
}

TEST_F(InspectionDeskTest, ItIsReckonedAnewOnlyOnceInAWhile) {
  InspectionDesk held = desk();
  const auto first = good(held.now());
  site_in("甲", "130402", "甲局", "a.gov.cn");
  EXPECT_EQ(good(held.now()), first);
  clock_.advance(InspectionLimits::kFresh);
  EXPECT_EQ(good(held.now())->sites().size(), 1U);
}

}  // namespace
}  // namespace huabiao::desk
