#include "monitor/keep/rolled_up.h"

#include <algorithm>

namespace huabiao::monitor {

Result<std::vector<SampleStep>> steps_of(SampleStore& store, SeriesId series, std::int64_t from, std::int64_t to,
                                         std::int64_t step) {
  if (step % kHourSeconds != 0) {
    auto samples = store.samples(series, from, to);
    if (!samples) return fail(std::move(samples));
    return sample_steps(*samples, step);
  }
  if (step != kDaySeconds) {
    auto hours = store.hours(series, step_of(from, kHourSeconds), to);
    if (!hours) return fail(std::move(hours));
    return hour_steps(*hours, step);
  }
  auto days = days_of(store, series, day_of(from), day_of(to - 1));
  if (!days) return fail(std::move(days));
  std::vector<SampleStep> steps;
  for (const SampleDay& day : *days)
    steps.push_back({day_begins(day.day), day.samples, day.opened, day.failed, day.median, day.slowest});
  return steps;
}

Result<std::vector<SampleDay>> days_of(SampleStore& store, SeriesId series, std::int64_t from, std::int64_t to) {
  auto days = store.days(series, from, to);
  if (!days) return days;
  // Days that are not sealed lie behind those that are.
  const std::int64_t open = days->empty() ? from : std::max(from, days->back().day + 1);
  auto hours = store.hours(series, day_begins(open), day_begins(to + 1));
  if (!hours) return fail(std::move(hours));
  for (const SampleStep& step : hour_steps(*hours, kDaySeconds))
    days->push_back({day_of(step.from), step.samples, step.opened, step.failed, step.median, step.slowest});
  return days;
}

}  // namespace huabiao::monitor
