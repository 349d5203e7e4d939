#include "app/cli/in_order.h"

#include <gtest/gtest.h>

namespace huabiao::app {
namespace {

TEST(InOrder, TakesInTheOrderAskedForWhoeverIsReadyFirst) {
  int next = 0;
  std::vector<int> taken;
  in_order<int, int>(
      4, [&]() -> std::optional<int> { return next < 500 ? std::optional(next++) : std::nullopt; },
      [](int value) {
        if (value % 7 == 0) std::this_thread::yield();
        return value * 2;
      },
      [&](int value) {
        taken.push_back(value);
        return true;
      });
  ASSERT_EQ(taken.size(), 500u);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(taken[static_cast<std::size_t>(i)], i * 2);
}

TEST(InOrder, StopsAskingWhenNothingMoreIsWanted) {
  int next = 0, taken = 0;
  in_order<int, int>(
      2, [&]() -> std::optional<int> { return next++; }, [](int value) { return value; },
      [&](int) { return ++taken < 3; });
  EXPECT_EQ(taken, 3);
  EXPECT_LT(next, 40);
}

TEST(InOrder, NothingToDo) {
  in_order<int, int>(
      2, []() -> std::optional<int> { return std::nullopt; }, [](int value) { return value; },
      [](int) -> bool { throw 1; });
}

}  // namespace
}  // namespace huabiao::app
