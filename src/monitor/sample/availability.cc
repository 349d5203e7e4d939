#include "monitor/sample/availability.h"

#include <algorithm>
#include <utility>

namespace huabiao::monitor {
namespace {

void count(const Sample& sample, const AvailabilityRule& rule, AvailabilityDay& day) {
  constexpr std::int64_t kMillis = 1'000;
  const Opened state = opened(sample.outcome);
  if (state == Opened::NotKnown) {
    ++day.not_known;
    return;
  }
  ++day.visits;
  // By steps: what a sample keeps of 15.0 s must not be later than 15 s.
  if (state == Opened::No || sample.latency > Latency::of_millis(rule.seconds * kMillis)) ++day.failed;
}

}  // namespace

Availability availability(std::span<const Sample> samples, std::int64_t last_day, const AvailabilityRule& rule) {
  std::vector<AvailabilityDay> days;
  const std::int64_t first_day = last_day - rule.days + 1;
  for (std::int64_t day = first_day; day <= last_day; ++day) days.push_back({.day = day});
  for (const Sample& sample : samples) {
    const std::int64_t day = day_of(sample.second);
    if (day >= first_day && day <= last_day) count(sample, rule, days[static_cast<std::size_t>(day - first_day)]);
  }
  return availability(std::move(days), rule);
}

Availability availability(std::vector<AvailabilityDay> days, const AvailabilityRule& rule) {
  Availability result;
  result.days = std::move(days);
  for (const AvailabilityDay& day : result.days) {
    result.visits += day.visits;
    result.failed += day.failed;
  }
  constexpr double kPercent = 100;
  if (result.visits > 0)
    result.failed_percent = kPercent * static_cast<double>(result.failed) / static_cast<double>(result.visits);
  const bool enough = !result.days.empty() && std::ranges::all_of(result.days, [&](const AvailabilityDay& day) {
    return day.visits >= rule.visits_per_day;
  });
  if (enough) result.proof = AvailabilityProof::Proven;
  result.veto = enough && result.failed_percent >= rule.failed_percent;
  return result;
}

}  // namespace huabiao::monitor
