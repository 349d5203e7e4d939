// What every check of a whole nation's sites takes on disk, how long a console's question waits, how long pruning
// takes. Usage: sample_bench SERIES SECONDS [DAYS [DIRECTORY]]: so many series, each checked every SECONDS, for so many
// days. Prints one row of a Markdown table. The clock is the bench's own: a day's checks are written as fast as the
// disk takes them, in batches of one second, with upkeep at its usual times between. The seed is fixed.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "good.h"
#include "monitor/keep/rolled_up.h"
#include "storage/stores.h"

namespace {

using namespace huabiao;
using bench::good;
using Watch = std::chrono::steady_clock;

double seconds_since(Watch::time_point begin) {
  return std::chrono::duration<double>(Watch::now() - begin).count();
}

// One site: answers around a time of its own, is away now and then for a while; a few hang for ever.
struct Site {
  monitor::SeriesKey key;
  double usual_ms;
  int away = 0;  // checks left
};

class Estate {
 public:
  explicit Estate(std::int64_t series) {
    std::lognormal_distribution<double> usual(5.5, 0.8);
    for (std::int64_t i = 0; i < series; ++i)
      sites_.push_back({{.site = i + 1,
                         .host = "www.danwei" + std::to_string(i) + ".gov.cn",
                         .port = 0,
                         .kind = {},
                         .vantage = "local"},
                        usual(random_)});
  }
  monitor::KeyedSample check(std::size_t at, std::int64_t second) {
    Site& site = sites_[at];
    constexpr int kHanging = 100, kAwayOnce = 2'000, kAwayChecks = 12;
    if (at % kHanging == 0) return {site.key, {second, monitor::Outcome::Timeout, monitor::Latency::of_millis(15'000)}};
    if (site.away == 0 && random_() % kAwayOnce == 0) site.away = 1 + static_cast<int>(random_() % kAwayChecks);
    if (site.away > 0) {
      --site.away;
      return {site.key, {second, monitor::Outcome::ConnectRefused, monitor::Latency::of_millis(3)}};
    }
    const double took = site.usual_ms * std::exp(0.25 * noise_(random_));
    return {site.key, {second, monitor::Outcome::Ok, monitor::Latency::of_millis(std::llround(took))}};
  }
  [[nodiscard]] std::size_t size() const { return sites_.size(); }
  std::size_t any() { return random_() % sites_.size(); }
  // A check begins a little late, now and then.
  std::int64_t late() { return random_() % 50 == 0 ? 1 : 0; }

 private:
  std::mt19937_64 random_{20261123};
  std::normal_distribution<double> noise_;
  std::vector<Site> sites_;
};

struct Measured {
  std::int64_t checks = 0;
  double writing_s = 0, longest_batch_s = 0, upkeep_s = 0, longest_step_s = 0;
};

void all_upkeep(monitor::SampleStore& store, Measured& measured) {
  const auto begin = Watch::now();
  for (auto step = Watch::now(); good(store.upkeep()) == monitor::Upkeep::More; step = Watch::now())
    measured.longest_step_s = std::max(measured.longest_step_s, seconds_since(step));
  measured.upkeep_s += seconds_since(begin);
}

// All checks of one day, second by second.
void one_day(monitor::SampleStore& store, Estate& estate, StillClock& clock, std::int64_t every, Measured& measured) {
  std::vector<monitor::KeyedSample> batch;
  constexpr std::int64_t kUpkeepEvery = 60;
  for (std::int64_t second = 0; second < monitor::kDaySeconds; ++second) {
    const auto slot = static_cast<std::size_t>(second % every), slots = static_cast<std::size_t>(every);
    const std::int64_t now = monitor::second_of(clock.now());
    batch.clear();
    for (std::size_t at = estate.size() * slot / slots; at < estate.size() * (slot + 1) / slots; ++at)
      batch.push_back(estate.check(at, now + estate.late()));
    const auto begin = Watch::now();
    good(store.append(batch));
    const double took = seconds_since(begin);
    measured.writing_s += took;
    measured.longest_batch_s = std::max(measured.longest_batch_s, took);
    measured.checks += static_cast<std::int64_t>(batch.size());
    clock.advance(std::chrono::seconds(1));
    if (second % kUpkeepEvery == 0) all_upkeep(store, measured);
  }
}

// A question of a site's page about its last days and the day so far, in steps. The 99th of a hundred.
double slow_question_ms(monitor::SampleStore& store, Estate& estate, std::int64_t now, std::int64_t days,
                        std::int64_t step) {
  constexpr int kAsked = 300;
  std::vector<double> took;
  for (int i = 0; i < kAsked; ++i) {
    const auto begin = Watch::now();
    const auto series = good(store.series_of(static_cast<std::int64_t>(estate.any()) + 1));
    good(monitor::steps_of(store, series.at(0).id, now - days * monitor::kDaySeconds, now + 1, step));
    took.push_back(seconds_since(begin) * 1000);
  }
  std::ranges::sort(took);
  return took[kAsked * 99 / 100];
}

// What a day's hours take, a series: the bytes themselves, without the ten or so of their row.
double hour_bytes(monitor::SampleStore& store, Estate& estate, std::int64_t day) {
  constexpr int kAsked = 500;
  std::size_t bytes = 0;
  for (int i = 0; i < kAsked; ++i) {
    const auto series = good(store.series_of(static_cast<std::int64_t>(estate.any()) + 1));
    bytes +=
        monitor::write_hours(good(store.hours(series.at(0).id, monitor::day_begins(day), monitor::day_begins(day + 1))))
            .size();
  }
  return static_cast<double>(bytes) / kAsked;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: sample_bench SERIES SECONDS [DAYS [DIRECTORY]]\n");
    return 2;
  }
  const std::int64_t series = std::atoll(argv[1]), every = std::atoll(argv[2]);
  const std::int64_t days = argc > 3 ? std::atoll(argv[3]) : 1;
  const std::filesystem::path path = argc > 4 ? argv[4] : "sample_bench.data";
  std::filesystem::remove_all(path);
  StillClock clock(monitor::time_of(monitor::day_begins(20'000)));
  Estate estate(series);
  Measured measured;
  double samples_ms = 0, hours_ms = 0, days_ms = 0, rolled_up = 0;
  {
    const auto directory = good(storage::DataDirectory::open(path));
    const auto stores =
        good(storage::Stores::open(directory, clock, {.samples = {.raw_days = days, .day_days = 3'650}}));
    monitor::SampleStore& store = stores->samples();
    for (std::int64_t day = 0; day < days; ++day) one_day(store, estate, clock, every, measured);
    // With ten minutes of the journal still to be moved.
    constexpr std::int64_t kMonth = 31, kYear = 365, kMinutes = 300, kHours = 3 * monitor::kHourSeconds;
    const std::int64_t now = monitor::second_of(clock.now());
    samples_ms = slow_question_ms(store, estate, now, kMonth, kMinutes);
    hours_ms = slow_question_ms(store, estate, now, kMonth, kHours);
    days_ms = slow_question_ms(store, estate, now, kYear, monitor::kDaySeconds);
    rolled_up = hour_bytes(store, estate, monitor::day_of(now) - 1);
    clock.advance(std::chrono::hours(3));
    all_upkeep(store, measured);
  }
  const auto bytes = static_cast<double>(std::filesystem::file_size(path / "samples.db"));
  double prune_s = 0, longest_prune_s = 0;
  {
    clock.advance(std::chrono::hours(24));
    const auto directory = good(storage::DataDirectory::open(path));
    const auto stores =
        good(storage::Stores::open(directory, clock, {.samples = {.raw_days = days - 1, .day_days = 3'650}}));
    Measured pruning;
    all_upkeep(stores->samples(), pruning);
    prune_s = pruning.upkeep_s;
    longest_prune_s = pruning.longest_step_s;
  }
  std::filesystem::remove_all(path);
  std::printf(
      "| %lld | %lld s | %lld | %.1f | %.0f | %.2f | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f | %.0f | "
      "%.1f | "
      "%.0f |\n",
      static_cast<long long>(series), static_cast<long long>(every), static_cast<long long>(days),
      static_cast<double>(measured.checks) / 1e6, bytes / 1e6, bytes / static_cast<double>(measured.checks), rolled_up,
      measured.writing_s, measured.longest_batch_s * 1000, measured.upkeep_s, measured.longest_step_s * 1000,
      samples_ms, hours_ms, days_ms,
      static_cast<double>(measured.checks) / (measured.writing_s + measured.upkeep_s) / 1000, prune_s,
      longest_prune_s * 1000);
  return 0;
}
