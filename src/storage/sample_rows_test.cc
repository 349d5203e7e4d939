#include "storage/sample_rows.h"

#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::KeyedSample;
using monitor::Latency;
using monitor::Outcome;
using monitor::Sample;
using monitor::SeriesKey;
using monitor::Upkeep;

class SampleRowsTest : public testing::Test {
 protected:
  SampleRowsTest() { reopen(); }
  void reopen() {
    rows_.reset();
    rows_ = std::make_unique<SampleRows>(server_.address(scratch_.path(), "samples"), clock_, retention_);
  }
  static SeriesKey key(std::int64_t site) {
    return {.site = site, .host = "www.a.gov.cn", .port = 0, .kind = {}, .vantage = "local"};
  }
  // A check of every one of `sites` now.
  void check(std::int64_t sites, Outcome outcome = Outcome::Ok, std::int64_t millis = 100) {
    std::vector<KeyedSample> batch;
    for (std::int64_t site = 1; site <= sites; ++site)
      batch.push_back({key(site), {monitor::second_of(clock_.now()), outcome, Latency::of_millis(millis)}});
    good(rows_->append(batch));
  }
  int upkeep() {
    int steps = 0;
    while (good(rows_->upkeep()) == Upkeep::More) ++steps;
    return steps;
  }
  std::vector<Sample> all_of(std::int64_t site) {
    const auto series = good(rows_->series_of(site));
    return series.empty() ? std::vector<Sample>() : good(rows_->samples(series.at(0).id, 0, 1'999'999'999));
  }

  test::ScratchDirectory scratch_;
  TestServer server_;
  StillClock clock_{*from_iso("2026-11-22T16:00:00Z")};  // midnight in Shanghai
  monitor::SampleRetention retention_{.raw_days = 3, .day_days = 5};
  std::unique_ptr<SampleRows> rows_;
};

TEST_F(SampleRowsTest, ReadsASampleAtOnceAndAfterItWasMoved) {
  check(2);
  clock_.advance(std::chrono::minutes(5));
  check(2, Outcome::Timeout);
  const auto before = all_of(1);
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(before[1].outcome, Outcome::Timeout);
  EXPECT_EQ(upkeep(), 0) << "nothing is old enough";
  clock_.advance(std::chrono::minutes(5));
  EXPECT_GT(upkeep(), 0);
  EXPECT_EQ(good(rows_->use()).waiting, 0);
  EXPECT_EQ(all_of(1), before);
  EXPECT_EQ(all_of(2), before);
  EXPECT_TRUE(all_of(3).empty());
  const auto id = good(rows_->series_of(1)).at(0).id;
  EXPECT_EQ(good(rows_->samples(id, before[1].second, before[1].second + 1)).size(), 1U);
  EXPECT_TRUE(good(rows_->samples(id, before[1].second, before[1].second)).empty());
}

TEST_F(SampleRowsTest, CountsARepeatOnce) {
  check(1);
  check(1);
  EXPECT_EQ(all_of(1).size(), 1U);
  clock_.advance(std::chrono::minutes(10));
  upkeep();
  EXPECT_EQ(all_of(1).size(), 1U);
}

TEST_F(SampleRowsTest, PutsALateSampleWhereItBelongs) {
  const std::int64_t slow = monitor::second_of(clock_.now());  // a visit that takes its time
  clock_.advance(std::chrono::minutes(1));
  check(1);
  clock_.advance(std::chrono::minutes(10));
  upkeep();
  const KeyedSample late{key(1), {slow, Outcome::Timeout, Latency::of_millis(15'000)}};
  good(rows_->append(std::span(&late, 1)));
  const auto before = all_of(1);
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(before[0], late.sample);
  clock_.advance(std::chrono::minutes(10));
  upkeep();
  EXPECT_EQ(all_of(1), before);
}

TEST_F(SampleRowsTest, GoesOnAfterAKillBetweenTwoSteps) {
  constexpr std::int64_t kSites = 5'000;  // three steps
  check(kSites);
  clock_.advance(std::chrono::minutes(10));
  EXPECT_EQ(good(rows_->upkeep()), Upkeep::More);  // reads the journal
  EXPECT_EQ(good(rows_->upkeep()), Upkeep::More);  // moves the first
  reopen();
  EXPECT_EQ(all_of(1).size(), 1U) << "in the block and in the journal";
  EXPECT_EQ(all_of(kSites).size(), 1U);
  upkeep();
  EXPECT_EQ(good(rows_->use()).waiting, 0);
  for (const std::int64_t site : {std::int64_t{1}, kSites}) EXPECT_EQ(all_of(site).size(), 1U);
}

TEST_F(SampleRowsTest, SealsADayAndTellsItsFigures) {
  for (int hour = 0; hour < 24; ++hour) {
    check(1, hour % 6 == 0 ? Outcome::ConnectRefused : Outcome::Ok, 100 * (hour + 1));
    clock_.advance(std::chrono::hours(1));
  }
  const auto before = all_of(1);
  ASSERT_EQ(before.size(), 24U);
  upkeep();
  const auto id = good(rows_->series_of(1)).at(0).id;
  const std::int64_t day = monitor::day_of(before.front().second);
  EXPECT_TRUE(good(rows_->days(id, day, day)).empty()) << "within the grace";
  clock_.advance(std::chrono::hours(2));
  upkeep();
  const auto days = good(rows_->days(id, day - 3, day + 3));
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0], (monitor::SampleDay{day, 24, 20, 4, Latency::of_millis(1'200), Latency::of_millis(2'400)}));
  EXPECT_EQ(all_of(1), before);
}

TEST_F(SampleRowsTest, HoursAreThoseOfTheSamplesWhereverTheyLie) {
  const auto as_samples = [&] { return monitor::sample_hours(all_of(1)); };
  const auto hours = [&] { return good(rows_->hours(good(rows_->series_of(1)).at(0).id, 0, 1'999'999'999)); };
  for (int i = 0; i < 130; ++i) {
    check(1, i % 7 == 0 ? Outcome::Timeout : Outcome::Ok, 50 + i * 13 % 400);
    clock_.advance(std::chrono::minutes(17));
    if (i % 3 == 0) upkeep();
    if (i % 40 == 39) reopen();
    ASSERT_EQ(hours(), as_samples()) << i;
  }
  clock_.advance(std::chrono::hours(4));
  upkeep();
  EXPECT_EQ(hours(), as_samples());
}

TEST_F(SampleRowsTest, ALateSampleJoinsItsHourOnce) {
  const std::int64_t slow = monitor::second_of(clock_.now());
  clock_.advance(std::chrono::minutes(1));
  check(1);
  clock_.advance(std::chrono::hours(27));
  upkeep();  // the day is sealed
  const KeyedSample late{key(1), {slow, Outcome::Timeout, {}}};
  const auto id = good(rows_->series_of(1)).at(0).id;
  good(rows_->append(std::span(&late, 1)));
  for (int step = 0; step < 3; ++step) {
    const auto hours = good(rows_->hours(id, 0, 1'999'999'999));
    ASSERT_EQ(hours.size(), 1U);
    EXPECT_EQ(hours[0].samples, 2) << "step " << step;
    EXPECT_EQ(hours[0].failed, 1);
    if (step == 0) {
      clock_.advance(std::chrono::minutes(10));
      good(rows_->upkeep());  // the journal is read
      good(rows_->upkeep());  // and moved
    }
    reopen();
  }
}

TEST_F(SampleRowsTest, HoursAndDaysOutliveTheirSamples) {
  for (int hour = 0; hour < 24; ++hour) {
    check(1, hour % 6 == 0 ? Outcome::ConnectRefused : Outcome::Ok, 100 * (hour + 1));
    clock_.advance(std::chrono::hours(1));
  }
  const auto before = monitor::sample_hours(all_of(1));
  const auto id = good(rows_->series_of(1)).at(0).id;
  clock_.advance(std::chrono::hours(24) * (retention_.raw_days + 1));
  upkeep();
  EXPECT_TRUE(all_of(1).empty());
  EXPECT_EQ(good(rows_->hours(id, 0, 1'999'999'999)), before);
  EXPECT_EQ(good(rows_->days(id, 0, 30'000)).size(), 1U);
  // What comes this late counts no more: it would make a day of itself.
  const KeyedSample late{key(1), {before.front().from + 7, Outcome::Ok, Latency::of_millis(5)}};
  check(1);
  good(rows_->append(std::span(&late, 1)));
  clock_.advance(std::chrono::minutes(10));
  upkeep();
  EXPECT_EQ(good(rows_->hours(id, 0, before.back().from + 1)), before);
  EXPECT_EQ(good(rows_->days(id, 0, monitor::day_of(before.front().from)))[0].samples, 24);
  retention_.hour_days = 3;
  retention_.day_days = 4;
  reopen();
  upkeep();
  EXPECT_TRUE(good(rows_->hours(id, 0, before.back().from + 1)).empty());
}

TEST_F(SampleRowsTest, DaysAreRolledUpOnlyWhenTheirSamplesGo) {
  for (int hour = 0; hour < 30; ++hour) {
    check(1);
    clock_.advance(std::chrono::hours(1));
  }
  upkeep();
  const auto before = monitor::sample_hours(all_of(1));
  rows_.reset();
  {
    Connection connection(server_.address(scratch_.path(), "samples"));
    EXPECT_EQ(connection.integer("SELECT count(*) FROM hours"), 0) << "no byte while the samples are there";
  }
  reopen();
  const auto id = good(rows_->series_of(1)).at(0).id;
  EXPECT_EQ(good(rows_->hours(id, 0, 1'999'999'999)), before) << "from the samples";
  clock_.advance(std::chrono::hours(24) * (retention_.raw_days + 2));
  upkeep();
  EXPECT_TRUE(all_of(1).empty());
  EXPECT_EQ(good(rows_->hours(id, 0, 1'999'999'999)), before);
}

TEST_F(SampleRowsTest, TakesWhatComesLateAndWhatAClockSetBackGives) {
  check(1);
  clock_.advance(std::chrono::hours(26));
  upkeep();  // the day is sealed
  clock_.advance(-std::chrono::hours(20));
  check(1);  // of the sealed day
  clock_.advance(std::chrono::hours(24 * 365));
  check(1);  // a clock gone wrong
  clock_.advance(-std::chrono::hours(24 * 365 - 1));
  check(1);
  clock_.advance(std::chrono::hours(1));
  upkeep();
  EXPECT_EQ(all_of(1).size(), 4U);
}

TEST_F(SampleRowsTest, DropsWhatIsPastRetention) {
  for (int day = 0; day < 8; ++day) {
    check(1);
    clock_.advance(std::chrono::hours(24));
    upkeep();
  }
  clock_.advance(std::chrono::hours(3));
  upkeep();
  const auto id = good(rows_->series_of(1)).at(0).id;
  EXPECT_EQ(all_of(1).size(), 3U);
  EXPECT_EQ(good(rows_->days(id, 0, 30'000)).size(), 5U);
}

TEST_F(SampleRowsTest, TellsDamageAndForeignFiles) {
  check(1);
  rows_.reset();
  {
    Connection connection(server_.address(scratch_.path(), "samples"));
    connection.prepare("UPDATE journal SET samples = ?1").bind_bytes(1, "\x01\xff\xff").run();
  }
  reopen();
  EXPECT_EQ(rows_->samples(good(rows_->series_of(1)).at(0).id, 0, 1'999'999'999).error().code, "samples.damaged");
  EXPECT_THROW(Database(server_.address(scratch_.path(), "samples"), clock_), Failure) << "not the register";
}

}  // namespace
}  // namespace huabiao::storage
