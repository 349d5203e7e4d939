#include "monitor/sample/sample.h"

#include <algorithm>

namespace huabiao::monitor {
namespace {

constexpr double kStepsPerOctave = 8;

}  // namespace

Latency Latency::of_millis(std::int64_t millis) {
  Latency latency;
  if (millis < 0) return latency;
  const double octaves = std::log2(static_cast<double>(std::max<std::int64_t>(millis, 1)));
  const double step = 1 + std::floor(octaves * kStepsPerOctave + 0.5);
  latency.step_ = static_cast<std::uint8_t>(std::min(step, static_cast<double>(kSteps)));
  return latency;
}

std::optional<std::int64_t> Latency::millis() const {
  if (step_ == 0) return std::nullopt;
  return std::llround(std::exp2((step_ - 1) / kStepsPerOctave));
}

Opened opened(Outcome outcome) {
  switch (outcome) {
    case Outcome::Ok:
    case Outcome::OkWithFaults:
      return Opened::Yes;
    case Outcome::Blocked:
    case Outcome::RefusedAddress:
    case Outcome::BadUrl:
    case Outcome::NotVisited:
    case Outcome::NoAddress:
      return Opened::NotKnown;
    default:
      return Opened::No;
  }
}

}  // namespace huabiao::monitor
