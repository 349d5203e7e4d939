#include "monitor/pipeline/watch.h"

#include <gmock/gmock.h>
#include <map>

#include "support/played_children.h"
#include "support/stores_fixture.h"

namespace huabiao::monitor {
namespace {

using storage::good;
using testing::AnyOf;

class WatchTest : public storage::StoresTest {
 protected:
  RoundPorts ports() {
    return {stores_->rounds(), registry(), nullptr, &stores_->samples(), clock_, &stores_->orders()};
  }
  // Until so many periods have begun.
  WatchStatus run(std::int64_t periods, const std::function<void(const WatchStatus&)>& look = {}) {
    WatchSettings settings{.pace = {.every = Millis(1'200)}, .round = test::played_by("Plays")};
    settings.round.progress_every = Millis(20);
    std::stop_source stop;
    WatchStatus last;
    good(run_watch(
        ports(), settings,
        [&](const WatchStatus& status) {
          last = status;
          if (look) look(status);
          if (status.periods >= periods) stop.request_stop();
        },
        stop.get_token()));
    return last;
  }
  // Every row of every period: outcomes by host and round.
  std::map<std::string, std::map<std::int64_t, std::vector<Outcome>>> rows() {
    std::map<std::string, std::map<std::int64_t, std::vector<Outcome>>> all;
    for (std::int64_t id = 1; good(stores_->rounds().round(RoundId{id})); ++id)
      for (const RoundRow& row :
           good(stores_->rounds().rows(RoundId{id}, {.outcome = {}, .cursor = {}, .limit = 100})).rows)
        all[row.record.visit.host][id].push_back(row.record.fetch.outcome);
    return all;
  }
};

TEST_F(WatchTest, EverySiteAndHostHasOneRowAPeriod) {
  const registry::SiteId up = site_on("甲局", "www.jia.gov.cn");
  site_on("乙局", "down.yi.gov.cn");
  const registry::SiteId hangs = site_on("丁局", "hangs.ding.gov.cn");
  site("丙局");
  const WatchStatus status = run(4);
  EXPECT_EQ(status.every, Millis(1'200));
  EXPECT_GE(status.periods, 4);
  EXPECT_GE(good(settle_watch(ports(), "stopped")), 1) << "of the first period: the hanging site";
  EXPECT_EQ(good(settle_watch(ports(), "stopped")), 0);
  const auto all = rows();
  ASSERT_EQ(all.size(), 4U);
  for (const auto& [host, rounds] : all) {
    EXPECT_EQ(static_cast<std::int64_t>(rounds.size()), status.periods) << host;
    for (const auto& [round, outcomes] : rounds) EXPECT_EQ(outcomes.size(), 1U) << host << " in round " << round;
  }
  // A slow machine may take longer than a period to start its workers; the visit of the first period still counts.
  EXPECT_EQ(all.at("www.jia.gov.cn").at(1)[0], Outcome::Ok);
  EXPECT_EQ(all.at("down.yi.gov.cn").at(1)[0], Outcome::ConnectRefused);
  for (std::int64_t round = 1; round <= 3; ++round) {
    EXPECT_THAT(all.at("www.jia.gov.cn").at(round)[0], AnyOf(Outcome::Ok, Outcome::NotVisited));
    EXPECT_EQ(all.at("hangs.ding.gov.cn").at(round)[0], Outcome::NotVisited);
    EXPECT_EQ(all.at("").at(round)[0], Outcome::NoAddress);
  }
  const auto latest = good(stores_->rounds().latest_rows(up.value));
  ASSERT_EQ(latest.size(), 1U);
  EXPECT_EQ(latest[0].record.fetch.outcome, Outcome::Ok);
  EXPECT_EQ(good(stores_->estate().summary(up))->state, SiteState::Up);
  const auto never = good(stores_->rounds().latest_rows(hangs.value));
  ASSERT_EQ(never.size(), 1U) << "never visited, and that is what is known";
  EXPECT_GE(never[0].last_round.value, 3);
}

TEST_F(WatchTest, APeriodThatIsDoneSaysHowItWasKept) {
  for (int i = 0; i < 20; ++i) site_on("局" + std::to_string(i), "h" + std::to_string(i) + ".gov.cn");
  const WatchStatus status = run(3);
  ASSERT_TRUE(status.before);
  EXPECT_EQ(status.before->rows, 20);
  EXPECT_EQ(status.before->done, 20);
  EXPECT_LE(status.before->late_middle, status.before->late_p99);
  EXPECT_LE(status.before->late_p99, status.before->late_most);
  EXPECT_LT(status.before->late_most, Millis(10'000));
}

TEST_F(WatchTest, FollowsTheRegisterFromPeriodToPeriod) {
  site_on("甲局", "www.jia.gov.cn");
  std::optional<std::int64_t> added_in;
  const WatchStatus status = run(3, [&](const WatchStatus& now) {
    if (added_in) return;
    added_in = now.periods;
    site_on("乙局", "www.yi.gov.cn");
  });
  good(settle_watch(ports(), "stopped"));
  const auto all = rows();
  EXPECT_EQ(static_cast<std::int64_t>(all.at("www.jia.gov.cn").size()), status.periods);
  EXPECT_EQ(static_cast<std::int64_t>(all.at("www.yi.gov.cn").size()), status.periods - *added_in);
}

TEST_F(WatchTest, AClockThatIsSetBackAndForthCostsNoRow) {
  for (int i = 0; i < 5; ++i) site_on("局" + std::to_string(i), "h" + std::to_string(i) + ".gov.cn");
  std::int64_t set = 0;
  const WatchStatus status = run(6, [&](const WatchStatus& now) {
    if (now.periods == set) return;
    set = now.periods;
    clock_.advance(set % 2 == 0 ? Millis(std::chrono::hours(-26)) : Millis(std::chrono::hours(25)));
  });
  good(settle_watch(ports(), "stopped"));
  for (const auto& [host, rounds] : rows()) {
    EXPECT_EQ(static_cast<std::int64_t>(rounds.size()), status.periods) << host;
    for (const auto& [round, outcomes] : rounds) EXPECT_EQ(outcomes.size(), 1U) << host << " in round " << round;
  }
  ASSERT_TRUE(status.before);
  EXPECT_EQ(status.before->not_visited, 0);
  EXPECT_LT(status.before->late_most, Millis(2'000)) << "lateness goes by a clock nobody sets";
}

TEST_F(WatchTest, HeedsTheOrderASiteIsUnder) {
  site_on("甲局", "www.jia.gov.cn");
  const registry::SiteId paused = site_on("乙局", "www.yi.gov.cn");
  good(stores_->orders().give(for_site(paused.value), WatchOrder{.pause = WatchPause{"机房搬迁", {}}}, "test"));
  const WatchStatus status = run(3);
  ASSERT_TRUE(status.before);
  EXPECT_EQ(status.before->left_alone, 1);
  EXPECT_EQ(status.before->not_visited, 0);
  const auto rows = good(stores_->rounds().rows(status.before->round, {.outcome = Outcome::NotVisited})).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].record.visit.host, "www.yi.gov.cn");
  EXPECT_EQ(rows[0].record.fetch.reason, "paused: 机房搬迁");
}

TEST_F(WatchTest, LeavesRoundsByHandAlone) {
  site_on("甲局", "www.jia.gov.cn");
  const RoundId by_hand = good(begin_round(ports(), {}, "test"));
  run(2);
  EXPECT_EQ(good(stores_->rounds().unfinished_round())->id, by_hand);
  EXPECT_EQ(good(stores_->rounds().rounds(10)).size(), 1U) << "the watch's are not listed";
}

TEST_F(WatchTest, TellsWhenNoWorkerLives) {
  site_on("甲局", "www.jia.gov.cn");
  const WatchSettings settings{.pace = {.every = Millis(1'000)}, .round = test::played_by("EndsAtOnce")};
  EXPECT_EQ(run_watch(ports(), settings, {}, {}).error().code, "dispatch.workers_die");
}

TEST_F(WatchTest, WithNothingToWatchItWaits) {
  EXPECT_EQ(run(2).before->rows, 0);
}

}  // namespace
}  // namespace huabiao::monitor
