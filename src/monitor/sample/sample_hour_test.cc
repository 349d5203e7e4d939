#include "monitor/sample/sample_hour.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr std::int64_t kDay = 20'000;

// Of so many days, as chance has it.
std::vector<Sample> some_samples(std::int64_t days) {
  const auto gaps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 9'000));
  std::vector<Sample> samples;
  std::int64_t at = day_begins(kDay);
  for (const int gap : gaps) {
    at += gap;
    if (day_of(at) >= kDay + days) break;
    samples.push_back({at, static_cast<Outcome>(*rc::gen::inRange(0, 20)),
                       *Latency::of_step(static_cast<std::uint8_t>(*rc::gen::inRange(0, 128)))});
  }
  return samples;
}

bool same(const std::vector<SampleStep>& one, const std::vector<SampleStep>& other) {
  return std::ranges::equal(one, other, [](const SampleStep& a, const SampleStep& b) {
    return a.from == b.from && a.samples == b.samples && a.opened == b.opened && a.failed == b.failed &&
           a.median == b.median && a.slowest == b.slowest;
  });
}

RC_GTEST_PROP(SampleHours, AddUpToWhatTheirSamplesDo, ()) {
  const auto samples = some_samples(3);
  const auto hours = sample_hours(samples);
  for (const std::int64_t step : {kHourSeconds, 3 * kHourSeconds, 12 * kHourSeconds, kDaySeconds})
    RC_ASSERT(same(hour_steps(hours, step), sample_steps(samples, step)));
}

RC_GTEST_PROP(SampleHours, AreReadAsTheyWereWritten, ()) {
  const auto hours = sample_hours(some_samples(1));
  RC_ASSERT(read_hours(kDay, write_hours(hours)).value() == hours);
}

TEST(SampleHours, OfASteadySiteTakeLessThanItsSamples) {
  std::vector<Sample> samples;
  for (std::int64_t at = day_begins(kDay); day_of(at) == kDay; at += 300)
    samples.push_back({at, Outcome::Ok, Latency::of_millis(100 + at % 37)});
  EXPECT_LT(write_hours(sample_hours(samples)).size(), 2 * samples.size() * 2 / 3) << "a sample takes two bytes";
}

TEST(SampleHours, AStepOfADayIsAShanghaiDay) {
  const std::vector<Sample> samples = {{day_begins(kDay), Outcome::Ok, Latency::of_millis(10)},
                                       {day_begins(kDay + 1) - 1, Outcome::Ok, Latency::of_millis(10)},
                                       {day_begins(kDay + 1), Outcome::Timeout, {}}};
  const auto steps = hour_steps(sample_hours(samples), kDaySeconds);
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].from, day_begins(kDay));
  EXPECT_EQ(steps[0].samples, 2);
  EXPECT_EQ(steps[1].failed, 1);
}

TEST(SampleHours, RefuseWhatIsDamaged) {
  const std::vector<Sample> one = {{day_begins(kDay) + 7'200, Outcome::Ok, Latency::of_millis(10)}};
  const std::string good = write_hours(sample_hours(one));
  const std::string twice = good + good.substr(1);
  for (const std::string& bad : {std::string("\x02"), good.substr(0, good.size() - 1), good + "\x01", twice,
                                 std::string("\x01\x18\x01\x00\x00", 5), std::string("\x01\x02\x00\x00\x00", 5),
                                 std::string("\x01\x02\x01\x01\x01\x05\x01", 7)})
    EXPECT_EQ(read_hours(kDay, bad).error().code, "samples.damaged");
  EXPECT_TRUE(read_hours(kDay, "")->empty());
}

}  // namespace
}  // namespace huabiao::monitor
