#include "desk/watch_desk.h"

#include <atomic>
#include <gtest/gtest.h>

#include "support/played_children.h"
#include "support/stores_fixture.h"

namespace huabiao::desk {
namespace {

class WatchDeskTest : public storage::StoresTest {
 protected:
  static monitor::RoundSettings sound() { return test::played_by("Plays"); }
  static monitor::RoundSettings broken() {
    monitor::RoundSettings settings = sound();
    settings.pool.worker.rule_packs = {"no pack"};
    return settings;
  }
  std::unique_ptr<WatchDesk> desk(Millis every, WatchDesk::Settings settings) {
    return std::make_unique<WatchDesk>(monitor::RoundPorts{stores_->rounds(), registry(), nullptr, nullptr, clock_},
                                       monitor::WatchPace{.every = every}, std::move(settings), Millis(10));
  }
  template <class Test>
  static bool comes(const Test& test) {
    for (int i = 0; i < 1'000 && !test(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return test();
  }
};

TEST_F(WatchDeskTest, WatchesUntilItIsStopped) {
  const auto watching = desk(Millis(300), sound);
  EXPECT_TRUE(comes([&] { return watching->state().status.periods >= 2; }));
  EXPECT_TRUE(watching->state().running);
  EXPECT_FALSE(watching->state().failure);
  watching->stop();
  EXPECT_FALSE(watching->state().running);
}

TEST_F(WatchDeskTest, TriesAgainAfterAFailureAndShowsIt) {
  std::atomic<int> tries = 0;
  const auto watching = desk(Millis(300), [&tries] { return ++tries < 3 ? broken() : sound(); });
  EXPECT_TRUE(comes([&] { return watching->state().running; }));
  EXPECT_GE(tries, 3);  // and at each period
  EXPECT_FALSE(watching->state().failure);
}

TEST_F(WatchDeskTest, ShowsWhyItDoesNotRun) {
  const auto watching = desk(Millis(300), broken);
  EXPECT_TRUE(comes([&] { return watching->state().failure.has_value(); }));
  EXPECT_EQ(watching->state().failure->code.substr(0, 6), "rules.");
  EXPECT_FALSE(watching->state().running);
}

TEST_F(WatchDeskTest, WithoutAPeriodItOnlyWritesWhatIsOwed) {
  const monitor::Target target{site("甲局").value, "www.jia.gov.cn"};
  const auto owed =
      storage::good(stores_->rounds().begin_round(monitor::RoundKind::Watch, std::span(&target, 1), "watch"));
  const auto watching = desk(Millis(0), sound);
  EXPECT_TRUE(comes([&] { return storage::good(stores_->rounds().unfinished_watch_rounds()).empty(); }));
  EXPECT_FALSE(watching->state().running);
  EXPECT_EQ(storage::good(stores_->rounds().round(owed))->done, 1);
}

}  // namespace
}  // namespace huabiao::desk
