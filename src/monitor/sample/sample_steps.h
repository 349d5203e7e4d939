#pragma once
// Steps: samples of a stretch of time in equal steps, for a strip and a curve of an hour, a day or a month. Pure; any
// thread.

#include <cstdint>
#include <span>
#include <vector>

#include "monitor/sample/sample_day.h"

namespace huabiao::monitor {

inline constexpr std::int64_t kMostSteps = 300;  // more than that no screen shows

// The least of the usual lengths, in seconds, of which kMostSteps cover the stretch.
std::int64_t step_for(std::int64_t seconds);

// Where the step of a second begins: steps are counted from a midnight of Asia/Shanghai, so a step of a day is its day.
constexpr std::int64_t step_of(std::int64_t second, std::int64_t step) {
  return (second + kShanghaiSeconds) / step * step - kShanghaiSeconds;
}

struct SampleStep {
  std::int64_t from = 0;                             // seconds since 1970, as step_of gives it
  std::int64_t samples = 0, opened = 0, failed = 0;  // the rest says nothing (Opened::NotKnown)
  Latency median, slowest;                           // of those opened
};
// Of samples in the order of time; a step without any is not told. Requires: step > 0.
std::vector<SampleStep> sample_steps(std::span<const Sample> samples, std::int64_t step);

}  // namespace huabiao::monitor
