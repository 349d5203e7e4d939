#include "notice/outbox.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::notice {

TEST(WaitAfter, DoublesUpToAnHour) {
  constexpr double kMiddle = 0.5;
  EXPECT_EQ(wait_after(1, kMiddle), std::chrono::seconds(30));
  EXPECT_EQ(wait_after(2, kMiddle), std::chrono::seconds(60));
  EXPECT_EQ(wait_after(7, kMiddle), std::chrono::seconds(1920));
  EXPECT_EQ(wait_after(8, kMiddle), std::chrono::hours(1));
  EXPECT_EQ(wait_after(1'000'000, kMiddle), std::chrono::hours(1));
}

RC_GTEST_PROP(WaitAfter, StaysWithinTheJitter, ()) {
  const auto attempts = *rc::gen::inRange<std::int64_t>(1, 1000);
  const double chance = *rc::gen::inRange(0, 256) / 255.0;
  const Millis middle = wait_after(attempts, 0.5);
  const Millis wait = wait_after(attempts, chance);
  RC_ASSERT(wait.count() >= middle.count() * 8 / 10 - 1);
  RC_ASSERT(wait.count() <= middle.count() * 12 / 10 + 1);
}

}  // namespace huabiao::notice
