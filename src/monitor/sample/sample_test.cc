#include "monitor/sample/sample.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "monitor/sample/availability.h"
#include "monitor/sample/sample_block.h"
#include "monitor/sample/sample_day.h"

namespace huabiao::monitor {
namespace {

constexpr std::int64_t kDay = 20'000;

std::vector<Sample> every(std::int64_t seconds, std::int64_t day, Outcome outcome = Outcome::Ok) {
  std::vector<Sample> samples;
  for (std::int64_t at = day_begins(day); day_of(at) == day; at += seconds)
    samples.push_back({at, outcome, Latency::of_millis(100 + at % 37)});
  return samples;
}

SampleBlock block_of(const std::vector<Sample>& samples, std::int64_t day) {
  SampleBlock block(day);
  for (const Sample& sample : samples) EXPECT_TRUE(block.add(sample));
  return block;
}

TEST(Latency, KeepsMillisecondsWithinFivePercent) {
  for (std::int64_t millis = 1; millis < 55'000; millis += 1 + millis / 50) {
    const auto kept = Latency::of_millis(millis).millis();
    ASSERT_TRUE(kept);
    EXPECT_NEAR(static_cast<double>(*kept), static_cast<double>(millis), 0.6 + 0.05 * static_cast<double>(millis));
  }
  EXPECT_EQ(Latency::of_millis(-1).millis(), std::nullopt);
  EXPECT_EQ(Latency::of_millis(0).millis(), 1);
  EXPECT_EQ(Latency::of_millis(10'000'000).step(), Latency::kSteps);
  EXPECT_FALSE(Latency::of_step(Latency::kSteps + 1));
}

TEST(Day, IsShanghais) {
  EXPECT_EQ(day_of(day_begins(kDay)), kDay);
  EXPECT_EQ(day_of(day_begins(kDay) - 1), kDay - 1);
  EXPECT_EQ(day_of(-kShanghaiSeconds - 1), -1);
  EXPECT_EQ(shanghai_day(time_of(day_begins(day_of(second_of(*from_iso("2026-11-22T17:00:00Z")))))), "2026-11-23");
}

TEST(SampleBlock, TakesTwoBytesForASampleOfASteadySite) {
  const auto samples = every(300, kDay);
  const SampleBlock block = block_of(samples, kDay);
  EXPECT_LE(block.bytes().size(), 2 * samples.size() + 8);
  EXPECT_EQ(read_samples(kDay, block.bytes()).value(), samples);
}

TEST(SampleBlock, GoesOnWhereItEnded) {
  const auto samples = every(3'600, kDay, Outcome::Timeout);
  const std::span<const Sample> all(samples);
  SampleBlock resumed = *SampleBlock::read(kDay, block_of({all.begin(), all.begin() + 7}, kDay).bytes());
  EXPECT_EQ(resumed.size(), 7U);
  EXPECT_FALSE(resumed.add(samples[6])) << "a repeat";
  for (const Sample& sample : all.subspan(7)) EXPECT_TRUE(resumed.add(sample));
  EXPECT_EQ(resumed.bytes(), block_of(samples, kDay).bytes());
  EXPECT_FALSE(resumed.add({day_begins(kDay + 1), Outcome::Ok, {}})) << "another day's";
}

TEST(SampleBlock, RefusesWhatIsDamaged) {
  const std::string good = block_of(every(3'600, kDay), kDay).bytes();
  for (const std::string& bad : {std::string("\x02"), good.substr(0, good.size() - 1), good + "\x80",
                                 std::string("\x01\x01\x30\x00", 4), std::string("\x01\x00\xff", 3)}) {
    EXPECT_EQ(SampleBlock::read(kDay, bad).error().code, "samples.damaged");
    EXPECT_FALSE(read_samples(kDay, bad));
  }
  EXPECT_EQ(SampleBlock::read(kDay, "")->size(), 0U);
}

RC_GTEST_PROP(SampleBlock, GivesBackWhatWasAdded, ()) {
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 4'000));
  std::vector<Sample> samples;
  SampleBlock block(kDay);
  std::int64_t at = day_begins(kDay);
  for (const int step : steps) {
    at += step;
    const Sample sample{at, static_cast<Outcome>(*rc::gen::inRange(0, 20)),
                        *Latency::of_step(static_cast<std::uint8_t>(*rc::gen::inRange(0, 128)))};
    if (block.add(sample)) samples.push_back(sample);
  }
  RC_ASSERT(read_samples(kDay, block.bytes()).value() == samples);
  RC_ASSERT(SampleBlock::read(kDay, block.bytes())->last() == block.last());
}

TEST(SampleDays, TellEachDayWithoutThoseThatSayNothing) {
  auto samples = every(21'600, kDay);
  samples[1].outcome = Outcome::Timeout;
  samples[2].outcome = Outcome::Blocked;
  samples.push_back({day_begins(kDay + 2), Outcome::Ok, Latency::of_millis(50)});
  const auto days = sample_days(samples);
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[0].samples, 4);
  EXPECT_EQ(days[0].opened, 2);
  EXPECT_EQ(days[0].failed, 1);
  EXPECT_EQ(days[1], (SampleDay{kDay + 2, 1, 1, 0, Latency::of_millis(50), Latency::of_millis(50)}));
  EXPECT_TRUE(sample_days({}).empty());
}

constexpr AvailabilityRule kRule{.days = 7, .visits_per_day = 20, .seconds = 15, .failed_percent = 5};

std::vector<Sample> week(std::int64_t seconds) {
  std::vector<Sample> samples;
  for (std::int64_t day = kDay - 6; day <= kDay; ++day)
    for (const Sample& sample : every(seconds, day)) samples.push_back(sample);
  return samples;
}

TEST(Availability, IsAVetoAtFivePercentOfAWeek) {
  auto samples = week(4'320);  // 20 a day, 140 in all
  for (std::size_t i = 0; i < 7; ++i) samples[i * 20].outcome = Outcome::Timeout;
  const Availability five = availability(samples, kDay, kRule);
  EXPECT_EQ(five.visits, 140);
  EXPECT_EQ(five.failed, 7);
  EXPECT_EQ(five.proof, AvailabilityProof::Proven);
  EXPECT_TRUE(five.veto);
  samples[0].outcome = Outcome::Ok;
  EXPECT_FALSE(availability(samples, kDay, kRule).veto);
}

TEST(Availability, ProvesNothingWithTooFewVisits) {
  auto samples = week(4'320);
  for (Sample& sample : samples) sample.outcome = Outcome::ConnectRefused;
  samples.front().outcome = Outcome::Blocked;  // a firewall says nothing of whether the page opens
  const Availability one_short = availability(samples, kDay, kRule);
  EXPECT_EQ(one_short.proof, AvailabilityProof::TooFew);
  EXPECT_EQ(one_short.days.front(), (AvailabilityDay{kDay - 6, 19, 19, 1}));
  EXPECT_FALSE(one_short.veto);
  EXPECT_EQ(availability({}, kDay, kRule).failed_percent, 0);
}

TEST(Availability, FailsAVisitThatOpensTooLate) {
  auto samples = week(4'320);
  samples[0].latency = Latency::of_millis(15'000);
  samples[1].latency = Latency::of_millis(17'000);
  EXPECT_EQ(availability(samples, kDay, kRule).failed, 1);
}

}  // namespace
}  // namespace huabiao::monitor
