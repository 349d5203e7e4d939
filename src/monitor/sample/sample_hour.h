#pragma once
// SampleHour: an hour of a series rolled up: how many checks, how many opened, and how long those took as counts per
// step of the latency scale, so that hours add up to longer stretches with nothing lost but the second of each check.
// HourBlock: the hours of a day as bytes (docs/formats/samples.md). Pure; any thread.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/sample/sample.h"
#include "monitor/sample/sample_steps.h"

namespace huabiao::monitor {

inline constexpr std::int64_t kHourSeconds = 3'600;
inline constexpr std::int64_t kDayHours = 24;

struct SampleHour {
  std::int64_t from = 0;                           // seconds since 1970; a multiple of kHourSeconds
  std::int64_t samples = 0, failed = 0;            // those that neither opened nor failed say nothing
  std::map<std::uint8_t, std::int64_t> latencies;  // of those opened: how many at which step
  bool operator==(const SampleHour&) const = default;
};

// Of samples in the order of time; an hour without any is not told.
std::vector<SampleHour> sample_hours(std::span<const Sample> samples);

// Hours in the order of time in steps of a whole number of hours: what sample_steps makes of the samples they are of.
std::vector<SampleStep> hour_steps(std::span<const SampleHour> hours, std::int64_t step);

// `hours`: of one day, in the order of time.
std::string write_hours(std::span<const SampleHour> hours);
// Fails: Unreadable samples.damaged.
Result<std::vector<SampleHour>> read_hours(std::int64_t day, std::string_view bytes);

}  // namespace huabiao::monitor
