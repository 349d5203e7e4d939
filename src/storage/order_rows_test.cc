#include <gtest/gtest.h>

#include "monitor/keep/order_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::Consent;
using monitor::WatchOrder;

class OrderRowsTest : public StoresTest {};

TEST_F(OrderRowsTest, TheNewestHoldsAndTheOthersStayOnRecord) {
  const auto one = site("甲").value, other = site("乙").value;
  EXPECT_TRUE(good(stores_->orders().orders()).empty());
  const WatchOrder first{.consent = Consent::Standard, .consent_by = "冀网信函〔2026〕3号"};
  const WatchOrder second{
      .consent = Consent::None,
      .consent_by = "主办单位 张三",
      .pause = monitor::WatchPause{"机房搬迁", clock_.now() + std::chrono::hours(5)},
      .quiet = {{.days = {true, false, false, false, true, false, true}, .from = 0, .to = 1439}, {.from = 5, .to = 5}}};
  good(stores_->orders().give(monitor::for_site(one), first, "甲员"));
  clock_.advance(std::chrono::hours(1));
  good(stores_->orders().give(monitor::for_site(one), second, "乙员"));
  good(stores_->orders().give(monitor::for_site(other), WatchOrder{.pause = monitor::WatchPause{"x", {}}}, "乙员"));
  reopen();
  const auto now = good(stores_->orders().orders());
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].whom, monitor::for_site(one));
  EXPECT_EQ(now[0].order, second);
  EXPECT_EQ(now[0].by, "乙员");
  EXPECT_EQ(now[0].at, clock_.now());
  EXPECT_FALSE(now[1].order->pause->until);
  const auto all = good(stores_->orders().orders_of(monitor::for_site(one)));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].order, first);
}

TEST_F(OrderRowsTest, TheNarrowestHoldsUntilItIsWithdrawn) {
  registry::Site site;
  site.name = "半山区科学技术协会";
  site.region = "130402";
  const std::int64_t county = good(registry().save(site, {.by = "test"})).value;
  site.name = "冀州省水利厅";
  site.region = "130000";
  const std::int64_t province = good(registry().save(site, {.by = "test"})).value;
  const auto give = [&](const monitor::OrderedFor& whom, int every) {
    good(stores_->orders().give(whom, WatchOrder{.every = every}, "甲员"));
    clock_.advance(std::chrono::minutes(1));
  };
  const auto every = [&](std::int64_t id) {
    const auto found = good(stores_->orders().in_force(id));
    return found ? found->order->every : 0;
  };
  EXPECT_EQ(every(county), 0);
  give(monitor::for_region("130402"), 3);
  give(monitor::for_region("130000"), 2);
  EXPECT_EQ(every(county), 3) << "a county's before its province's, whichever was given first";
  EXPECT_EQ(every(province), 2);
  give(monitor::for_site(county), 4);
  EXPECT_EQ(every(county), 4);
  EXPECT_EQ(good(stores_->orders().sites_under(monitor::for_region("130000"))),
            (std::vector<std::int64_t>{county, province}));
  EXPECT_EQ(good(stores_->orders().sites_under(monitor::for_region("130400"))), std::vector<std::int64_t>{county});
  std::vector<int> listed;
  for (const auto& one : good(stores_->orders().orders())) listed.push_back(one.order->every);
  EXPECT_EQ(listed, (std::vector<int>{2, 3, 4})) << "widest first";
  good(stores_->orders().give(monitor::for_site(county), std::nullopt, "乙员"));
  EXPECT_EQ(every(county), 3);
  good(stores_->orders().give(monitor::for_region("130402"), std::nullopt, "乙员"));
  EXPECT_EQ(every(county), 2);
  EXPECT_EQ(good(stores_->orders().orders_of(monitor::for_site(county))).size(), 2U) << "it stays on record";
}

}  // namespace
}  // namespace huabiao::storage
