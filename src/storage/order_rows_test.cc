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
  good(stores_->orders().give(one, first, "甲员"));
  clock_.advance(std::chrono::hours(1));
  good(stores_->orders().give(one, second, "乙员"));
  good(stores_->orders().give(other, {.pause = monitor::WatchPause{"x", {}}}, "乙员"));
  reopen();
  const auto now = good(stores_->orders().orders());
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].site, one);
  EXPECT_EQ(now[0].order, second);
  EXPECT_EQ(now[0].by, "乙员");
  EXPECT_EQ(now[0].at, clock_.now());
  EXPECT_FALSE(now[1].order.pause->until);
  const auto all = good(stores_->orders().orders_of(one));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].order, first);
}

}  // namespace
}  // namespace huabiao::storage
