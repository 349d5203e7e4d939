#include "monitor/sample/sample_hour.h"

#include <fmt/format.h>

#include "monitor/sample/number_bytes.h"

namespace huabiao::monitor {
namespace {

constexpr char kVersion = 1;
constexpr std::int64_t kMostSamples = kHourSeconds;  // a series has one sample a second

// Adds hours up; gives what a row of samples gives.
class Sum {
 public:
  explicit Sum(std::int64_t from) { step_.from = from; }
  void add(const SampleHour& hour) {
    step_.samples += hour.samples;
    step_.failed += hour.failed;
    for (const auto& [latency, count] : hour.latencies) latencies_[latency] += count;
  }
  [[nodiscard]] SampleStep step() const {
    SampleStep step = step_;
    for (const auto& [latency, count] : latencies_) step.opened += count;
    std::int64_t below = 0;
    for (const auto& [latency, count] : latencies_) {
      const bool half = 2 * below >= step.opened;
      below += count;
      if (!half && 2 * below >= step.opened) step.median = *Latency::of_step(latency);
      step.slowest = *Latency::of_step(latency);
    }
    return step;
  }

 private:
  SampleStep step_;
  std::map<std::uint8_t, std::int64_t> latencies_;
};

// What follows the number of its hour. nullopt: damaged.
std::optional<SampleHour> take_hour(std::string_view& bytes) {
  SampleHour hour;
  const auto samples = take_number(bytes), failed = take_number(bytes), steps = take_number(bytes);
  if (!samples || !failed || !steps || *samples == 0 || *samples > kMostSamples || *steps > Latency::kSteps + 1)
    return std::nullopt;
  hour.samples = static_cast<std::int64_t>(*samples);
  hour.failed = static_cast<std::int64_t>(*failed);
  std::int64_t opened = 0;
  for (std::uint64_t i = 0; i < *steps; ++i) {
    const auto latency = take_byte(bytes);
    const auto count = take_number(bytes);
    if (!latency || !count || *latency > Latency::kSteps || *count == 0 || *count > *samples) return std::nullopt;
    if (!hour.latencies.empty() && *latency <= hour.latencies.rbegin()->first) return std::nullopt;
    hour.latencies.emplace(*latency, static_cast<std::int64_t>(*count));
    opened += static_cast<std::int64_t>(*count);
  }
  if (*failed > *samples || opened + hour.failed > hour.samples) return std::nullopt;
  return hour;
}

}  // namespace

std::vector<SampleHour> sample_hours(std::span<const Sample> samples) {
  std::vector<SampleHour> hours;
  for (const Sample& sample : samples) {
    const std::int64_t from = sample.second / kHourSeconds * kHourSeconds;
    if (hours.empty() || hours.back().from != from)
      hours.push_back({.from = from, .samples = 0, .failed = 0, .latencies = {}});
    SampleHour& hour = hours.back();
    ++hour.samples;
    const Opened state = opened(sample.outcome);
    if (state == Opened::No) ++hour.failed;
    if (state == Opened::Yes) ++hour.latencies[sample.latency.step()];
  }
  return hours;
}

std::vector<SampleStep> hour_steps(std::span<const SampleHour> hours, std::int64_t step) {
  std::vector<SampleStep> steps;
  while (!hours.empty()) {
    const std::int64_t from = step_of(hours.front().from, step);
    Sum sum(from);
    std::size_t count = 0;
    while (count < hours.size() && step_of(hours[count].from, step) == from) sum.add(hours[count++]);
    steps.push_back(sum.step());
    hours = hours.subspan(count);
  }
  return steps;
}

std::string write_hours(std::span<const SampleHour> hours) {
  std::string bytes;
  for (const SampleHour& hour : hours) {
    if (bytes.empty()) bytes += kVersion;
    bytes += static_cast<char>((hour.from - day_begins(day_of(hour.from))) / kHourSeconds);
    put_number(bytes, static_cast<std::uint64_t>(hour.samples));
    put_number(bytes, static_cast<std::uint64_t>(hour.failed));
    put_number(bytes, hour.latencies.size());
    for (const auto& [latency, count] : hour.latencies) {
      bytes += static_cast<char>(latency);
      put_number(bytes, static_cast<std::uint64_t>(count));
    }
  }
  return bytes;
}

Result<std::vector<SampleHour>> read_hours(std::int64_t day, std::string_view bytes) {
  const auto damaged = [&] { return fail(Kind::Unreadable, "samples.damaged", fmt::format("hours of day {}", day)); };
  std::vector<SampleHour> hours;
  if (bytes.empty()) return hours;
  if (bytes.front() != kVersion) return damaged();
  bytes.remove_prefix(1);
  for (int before = -1; !bytes.empty();) {
    const auto number = take_byte(bytes);
    if (!number || *number >= kDayHours || *number <= before) return damaged();
    auto hour = take_hour(bytes);
    if (!hour) return damaged();
    before = *number;
    hour->from = day_begins(day) + *number * kHourSeconds;
    hours.push_back(*std::move(hour));
  }
  return hours;
}

}  // namespace huabiao::monitor
