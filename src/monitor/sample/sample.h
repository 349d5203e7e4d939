#pragma once
// Sample: what one check of one host gave, as little of it as the official metrics and a strip of a month need. Series:
// the samples of one host of one site as one vantage point saw them. Plain values; pure; any thread.

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "monitor/outcome.h"

namespace huabiao::monitor {

using SeriesId = Id<struct SeriesTag>;

// What a series is the samples of. New kinds go to the end: the number is kept.
enum class CheckKind { HomePage };
inline constexpr std::array<std::string_view, 1> kCheckKindNames = {"home_page"};
constexpr std::string_view to_string(CheckKind kind) {
  return kCheckKindNames[static_cast<std::size_t>(kind)];
}

struct SeriesKey {
  std::int64_t site = 0;
  std::string host;
  std::uint16_t port = 0;
  CheckKind kind = CheckKind::HomePage;
  std::string vantage;
  auto operator<=>(const SeriesKey&) const = default;
};

// Milliseconds on a scale of eight steps an octave, so that a byte holds 1 ms to 55 s within 5 %.
class Latency {
 public:
  static constexpr std::uint8_t kSteps = 127;
  constexpr Latency() = default;  // none: nothing came
  static Latency of_millis(std::int64_t millis);
  static constexpr std::optional<Latency> of_step(std::uint8_t step) {
    if (step > kSteps) return std::nullopt;
    Latency latency;
    latency.step_ = step;
    return latency;
  }
  [[nodiscard]] constexpr std::uint8_t step() const { return step_; }  // 0: none
  [[nodiscard]] std::optional<std::int64_t> millis() const;            // the middle of the step
  auto operator<=>(const Latency&) const = default;

 private:
  std::uint8_t step_ = 0;
};

struct Sample {
  std::int64_t second = 0;  // since 1970, when the check began
  Outcome outcome = Outcome::NotVisited;
  Latency latency;  // to the last byte
  bool operator==(const Sample&) const = default;
};

struct KeyedSample {
  SeriesKey key;
  Sample sample;
};

inline std::int64_t second_of(TimePoint at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}
inline TimePoint time_of(std::int64_t second) {
  return TimePoint(std::chrono::seconds(second));
}
// Days since 1970 as Asia/Shanghai counts them, and the second such a day begins.
constexpr std::int64_t kShanghaiSeconds = 28'800;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t day_of(std::int64_t second) {
  const std::int64_t local = second + kShanghaiSeconds;
  return local / kDaySeconds - (local % kDaySeconds < 0 ? 1 : 0);
}
constexpr std::int64_t day_begins(std::int64_t day) {
  return day * kDaySeconds - kShanghaiSeconds;
}

// What a check says of whether the site could be opened: what a firewall kept from us, and what was not asked, says
// nothing.
enum class Opened { Yes, No, NotKnown };
Opened opened(Outcome outcome);

}  // namespace huabiao::monitor
