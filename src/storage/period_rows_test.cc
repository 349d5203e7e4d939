#include <gtest/gtest.h>

#include "monitor/keep/period_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::WatchPeriod;

class PeriodRowsTest : public StoresTest {
 protected:
  WatchPeriod period(std::int64_t round) {
    return {.round = {round},
            .began = clock_.now(),
            .rows = 10,
            .done = 9,
            .not_visited = 2,
            .left_alone = 1,
            .late_middle = Millis(3),
            .late_p99 = Millis(40),
            .late_most = Millis(500)};
  }
};

TEST_F(PeriodRowsTest, KeepsHowEachPeriodWasKept) {
  const TimePoint began = clock_.now();
  const WatchPeriod one = period(1);
  good(stores_->periods().keep(one));
  clock_.advance(std::chrono::minutes(5));
  const WatchPeriod other = period(2);
  good(stores_->periods().keep(other));
  reopen();
  EXPECT_EQ(good(stores_->periods().periods(began)), (std::vector{one, other})) << "oldest first";
  EXPECT_EQ(good(stores_->periods().periods(other.began)), std::vector{other});
}

TEST_F(PeriodRowsTest, WhatIsPastRetentionGoes) {
  const TimePoint began = clock_.now();
  good(stores_->periods().keep(period(1)));
  clock_.advance(monitor::PeriodLimits::kRetention + std::chrono::minutes(1));
  good(stores_->periods().keep(period(2)));
  const auto left = good(stores_->periods().periods(began));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].round.value, 2);
}

}  // namespace
}  // namespace huabiao::storage
