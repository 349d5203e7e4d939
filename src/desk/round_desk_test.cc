#include "desk/round_desk.h"

#include <chrono>
#include <gmock/gmock.h>
#include <thread>
#include <unistd.h>

#include "support/stores_fixture.h"

namespace huabiao::desk {
namespace {

using monitor::RoundState;
using storage::good;

// Nothing here needs a worker child to live: sites without an address have their row at once, and a child that never
// says a word keeps a round running for as long as a test wants.
class RoundDeskTest : public storage::StoresTest {
 protected:
  RoundDeskTest() {
    settings_.pool.command = {"/bin/sleep", "60"};
    settings_.progress_every = Millis(10);
  }
  RoundDesk::Acquire free_right() {
    return []() -> Result<std::shared_ptr<void>> { return std::make_shared<int>(0); };
  }
  std::unique_ptr<RoundDesk> desk(RoundDesk::Acquire acquire) {
    return std::make_unique<RoundDesk>(
        monitor::RoundPorts{stores_->rounds(), registry(), nullptr, nullptr, clock_}, [this] { return settings_; },
        std::move(acquire));
  }
  static void wait_for_end(const RoundDesk& desk) {
    for (int i = 0; i < 1000 && !(desk.live() && desk.live()->ended); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(desk.live() && desk.live()->ended) << "not ended in ten seconds";
  }
  monitor::RoundSettings settings_;
};

}  // namespace

TEST_F(RoundDeskTest, RunsARoundToItsEnd) {
  site("丙局");
  const auto desk = this->desk(free_right());
  EXPECT_FALSE(desk->live().has_value());
  const monitor::RoundId round = good(desk->start({}, "official"));
  wait_for_end(*desk);
  EXPECT_EQ(desk->live()->state, RoundState::Finished);
  EXPECT_EQ(desk->live()->progress.done, 1);
  ASSERT_EQ(desk->live()->last.size(), 1U);
  EXPECT_EQ(desk->live()->last[0].outcome, monitor::Outcome::NoAddress);
  EXPECT_EQ(good(stores_->rounds().round(round))->by, "official");
}

TEST_F(RoundDeskTest, OneRoundAtATime) {
  site_on("甲局", "www.jia.gov.cn");
  const auto desk = this->desk(free_right());
  good(desk->start({}, "official"));
  EXPECT_EQ(desk->start({}, "official").error().code, "desk.round_running");
  desk->stop();
}

TEST_F(RoundDeskTest, WithoutTheRightToRunNothingBegins) {
  site("丙局");
  const auto desk =
      this->desk([]() -> Result<std::shared_ptr<void>> { return fail(Kind::Environment, "storage.in_use"); });
  EXPECT_EQ(desk->start({}, "official").error().code, "storage.in_use");
  EXPECT_EQ(desk->start({}, "official").error().code, "storage.in_use");  // and the desk is not thought busy
  EXPECT_TRUE(good(stores_->rounds().rounds(10)).empty());
}

TEST_F(RoundDeskTest, CancellingWritesWhoBrokeItOff) {
  site_on("甲局", "www.jia.gov.cn");
  const auto desk = this->desk(free_right());
  const monitor::RoundId round = good(desk->start({}, "official"));
  good(desk->cancel(round, "leader"));
  wait_for_end(*desk);
  EXPECT_EQ(good(stores_->rounds().round(round))->state, RoundState::Stopped);
  const auto rows = good(stores_->rounds().rows(round, {.outcome = {}, .cursor = {}, .limit = 10})).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].record.fetch.outcome, monitor::Outcome::NotVisited);
  EXPECT_THAT(rows[0].record.fetch.reason, testing::HasSubstr("leader"));
  EXPECT_EQ(desk->cancel(round, "leader").error().code, "desk.not_running");
}

TEST_F(RoundDeskTest, AStoppedServersRoundIsResumed) {
  site_on("甲局", "www.jia.gov.cn");
  monitor::RoundId round;
  {
    const auto desk = this->desk(free_right());
    round = good(desk->start({}, "official"));
    desk->stop();
  }
  const auto desk = this->desk(free_right());
  const auto resumed = good(desk->resume());
  ASSERT_TRUE(resumed.has_value());
  EXPECT_EQ(*resumed, round);
  good(desk->cancel(round, "official"));
  EXPECT_FALSE(good(desk->resume()).has_value());
}

}  // namespace huabiao::desk
