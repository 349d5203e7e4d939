#include "desk/watch_desk.h"

#include <atomic>
#include <gtest/gtest.h>

#include "support/played_children.h"
#include "support/stores_fixture.h"

namespace huabiao::desk {
namespace {

class WatchDeskTest : public storage::StoresTest {
 protected:
  std::unique_ptr<WatchDesk> desk(Millis every, WatchDesk::Acquire acquire) {
    return std::make_unique<WatchDesk>(
        monitor::RoundPorts{stores_->rounds(), registry(), nullptr, nullptr, clock_},
        monitor::WatchPace{.every = every}, [] { return test::played_by("Plays"); }, std::move(acquire), Millis(10));
  }
  static Result<std::shared_ptr<void>> free_right() { return std::make_shared<int>(0); }
  template <class Test>
  static bool comes(const Test& test) {
    for (int i = 0; i < 1'000 && !test(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return test();
  }
};

TEST_F(WatchDeskTest, WatchesUntilItIsStopped) {
  const auto watching = desk(Millis(300), free_right);
  EXPECT_TRUE(comes([&] { return watching->state().status.periods >= 2; }));
  EXPECT_TRUE(watching->state().running);
  EXPECT_FALSE(watching->state().failure);
  watching->stop();
  EXPECT_FALSE(watching->state().running);
}

TEST_F(WatchDeskTest, TriesAgainAfterAFailureAndShowsIt) {
  std::atomic<int> tries = 0;
  const auto watching = desk(Millis(300), [&tries]() -> Result<std::shared_ptr<void>> {
    if (++tries < 3) return fail(Kind::Environment, "storage.in_use", "4711");
    return free_right();
  });
  EXPECT_TRUE(comes([&] { return watching->state().running; }));
  EXPECT_EQ(tries, 3);
  EXPECT_FALSE(watching->state().failure);
}

TEST_F(WatchDeskTest, ShowsWhyItDoesNotRun) {
  const auto watching = desk(
      Millis(300), []() -> Result<std::shared_ptr<void>> { return fail(Kind::Environment, "storage.in_use", "4711"); });
  EXPECT_TRUE(comes([&] { return watching->state().failure.has_value(); }));
  EXPECT_EQ(watching->state().failure->code, "storage.in_use");
  EXPECT_FALSE(watching->state().running);
}

TEST_F(WatchDeskTest, WithoutAPeriodItOnlyWritesWhatIsOwed) {
  const monitor::Target target{site("甲局").value, "www.jia.gov.cn"};
  const auto owed =
      storage::good(stores_->rounds().begin_round(monitor::RoundKind::Watch, std::span(&target, 1), "watch"));
  const auto watching = desk(Millis(0), free_right);
  EXPECT_TRUE(comes([&] { return storage::good(stores_->rounds().unfinished_watch_rounds()).empty(); }));
  EXPECT_FALSE(watching->state().running);
  EXPECT_EQ(storage::good(stores_->rounds().round(owed))->done, 1);
}

}  // namespace
}  // namespace huabiao::desk
