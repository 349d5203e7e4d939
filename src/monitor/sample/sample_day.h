#pragma once
// SampleDay: a day of a series in one row, kept longer than its samples and enough for a strip of months. Pure; any
// thread.

#include <cstdint>
#include <span>
#include <vector>

#include "monitor/sample/sample.h"

namespace huabiao::monitor {

struct SampleDay {
  std::int64_t day = 0;                              // as day_of counts
  std::int64_t samples = 0, opened = 0, failed = 0;  // the rest says nothing (Opened::NotKnown)
  Latency median, slowest;                           // of those opened
  bool operator==(const SampleDay&) const = default;
};

// `samples`: all of one day.
SampleDay sample_day(std::int64_t day, std::span<const Sample> samples);
// Of samples in the order of time: a row for each day that has any.
std::vector<SampleDay> sample_days(std::span<const Sample> samples);

}  // namespace huabiao::monitor
