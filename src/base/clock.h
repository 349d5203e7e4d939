#pragma once
// Time arrives as a parameter: domain code takes a TimePoint or a Clock&, never asks the system.
// Instants are UTC with millisecond resolution; days are reckoned in Asia/Shanghai (UTC+8, no summer time since 1991).

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace huabiao {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
using Millis = std::chrono::milliseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;  // Thread: any.
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override;
};

// For tests: stands still until told otherwise. Thread: one.
class StillClock final : public Clock {
 public:
  explicit StillClock(TimePoint at) : now_(at) {}
  [[nodiscard]] TimePoint now() const override { return now_; }
  void advance(Millis by) { now_ += by; }

 private:
  TimePoint now_;
};

std::string to_iso(TimePoint at);                          // "2026-11-22T02:15:00.000Z"
std::optional<TimePoint> from_iso(std::string_view text);  // the same form, millis optional; nullopt: not that form
std::string to_shanghai(TimePoint at);                     // "2026-11-22 10:15:00", for people
std::string shanghai_day(TimePoint at);                    // "2026-11-22"
inline std::int64_t to_millis(TimePoint at) {
  return at.time_since_epoch().count();
}
inline TimePoint from_millis(std::int64_t millis) {
  return TimePoint(Millis(millis));
}

}  // namespace huabiao
