#include "monitor/sample/sample_steps.h"

#include <algorithm>
#include <array>

namespace huabiao::monitor {

std::int64_t step_for(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 3'600;
  constexpr std::array kUsual = {kMinute, 5 * kMinute, 15 * kMinute, kHour, 3 * kHour, 12 * kHour};
  const auto found = std::ranges::find_if(kUsual, [&](std::int64_t step) { return step * kMostSteps >= seconds; });
  return found == kUsual.end() ? kDaySeconds : *found;
}

std::vector<SampleStep> sample_steps(std::span<const Sample> samples, std::int64_t step) {
  std::vector<SampleStep> steps;
  const auto begins = [step](const Sample& sample) { return step_of(sample.second, step); };
  while (!samples.empty()) {
    const std::int64_t from = begins(samples.front());
    const auto end = std::ranges::find_if(samples, [&](const Sample& sample) { return begins(sample) != from; });
    const auto count = static_cast<std::size_t>(end - samples.begin());
    const SampleDay row = sample_day(0, samples.first(count));
    steps.push_back({from, row.samples, row.opened, row.failed, row.median, row.slowest});
    samples = samples.subspan(count);
  }
  return steps;
}

}  // namespace huabiao::monitor
