#include "monitor/keep/rolled_up.h"

#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::monitor {
namespace {

using storage::good;

class RolledUpTest : public storage::StoresTest {
 protected:
  void check(Outcome outcome, std::int64_t millis) {
    const KeyedSample one{{.site = 1, .host = "www.a.gov.cn", .port = 0, .kind = {}, .vantage = "local"},
                          {second_of(clock_.now()), outcome, Latency::of_millis(millis)}};
    good(stores_->samples().append(std::span(&one, 1)));
  }
};

TEST_F(RolledUpTest, EveryStepSaysWhatTheSamplesSay) {
  SampleStore& store = stores_->samples();
  for (int i = 0; i < 24 * 5; ++i) {
    check(i % 11 == 0 ? Outcome::Timeout : Outcome::Ok, 80 + i * 7 % 300);
    clock_.advance(std::chrono::minutes(31));
    while (good(store.upkeep()) == Upkeep::More) {
    }
  }
  const SeriesId series = good(store.series_of(1)).at(0).id;
  const std::int64_t to = second_of(clock_.now()) + 1, from = day_begins(day_of(to) - 10);
  const auto samples = good(store.samples(series, from, to));
  for (const std::int64_t step : {std::int64_t{300}, kHourSeconds, 3 * kHourSeconds, 12 * kHourSeconds, kDaySeconds}) {
    const auto rolled = good(steps_of(store, series, from, to, step));
    const auto raw = sample_steps(samples, step);
    ASSERT_EQ(rolled.size(), raw.size()) << step;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      EXPECT_EQ(rolled[i].from, raw[i].from) << step;
      EXPECT_EQ(rolled[i].samples, raw[i].samples);
      EXPECT_EQ(rolled[i].opened, raw[i].opened);
      EXPECT_EQ(rolled[i].failed, raw[i].failed);
      EXPECT_EQ(rolled[i].median, raw[i].median);
      EXPECT_EQ(rolled[i].slowest, raw[i].slowest);
    }
  }
  EXPECT_EQ(good(days_of(store, series, day_of(from), day_of(to))), sample_days(samples));
}

}  // namespace
}  // namespace huabiao::monitor
