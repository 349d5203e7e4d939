#include "monitor/sample/sample_day.h"

#include <algorithm>
#include <array>

namespace huabiao::monitor {

SampleDay sample_day(std::int64_t day, std::span<const Sample> samples) {
  SampleDay row{.day = day, .samples = static_cast<std::int64_t>(samples.size())};
  std::array<std::int64_t, Latency::kSteps + 1> steps{};
  for (const Sample& sample : samples) {
    const Opened state = opened(sample.outcome);
    if (state == Opened::No) ++row.failed;
    if (state != Opened::Yes) continue;
    ++row.opened;
    ++steps[sample.latency.step()];
    row.slowest = std::max(row.slowest, sample.latency);
  }
  std::int64_t below = 0;
  for (std::size_t step = 0; step < steps.size() && row.opened > 0; ++step) {
    below += steps[step];
    if (2 * below < row.opened) continue;
    row.median = *Latency::of_step(static_cast<std::uint8_t>(step));
    break;
  }
  return row;
}

std::vector<SampleDay> sample_days(std::span<const Sample> samples) {
  std::vector<SampleDay> days;
  while (!samples.empty()) {
    const std::int64_t day = day_of(samples.front().second);
    const auto end = std::ranges::find_if(samples, [&](const Sample& sample) { return day_of(sample.second) != day; });
    const auto count = static_cast<std::size_t>(end - samples.begin());
    days.push_back(sample_day(day, samples.first(count)));
    samples = samples.subspan(count);
  }
  return days;
}

}  // namespace huabiao::monitor
