#pragma once
// LineGuard: is it the sites that fell silent, or our own line? When many hosts that were heard the last time, on many
// machines, fall silent within a minute, what is said of them is not believed. Pure: time is handed in. Thread: one.

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "monitor/verdict.h"

namespace huabiao::monitor {

struct LineLimits {
  static constexpr Millis kWindow{60'000};
  static constexpr std::size_t kHosts = 20;       // so many hosts at least are looked at before anything is suspected
  static constexpr std::size_t kLast = 50;        // the last so many are
  static constexpr std::size_t kCleared = 5;      // so many, most of them heard, clear the line
  static constexpr std::size_t kMachines = 5;     // at so many addresses at least did the silent ones stand
  static constexpr std::size_t kSilentOfTen = 7;  // of ten hosts heard the last time, so many silent now are too many
  static constexpr Millis kPatience = std::chrono::minutes(30);  // then it is believed after all
  static constexpr std::size_t kKnown = 500'000;                 // hosts remembered; beyond it all are forgotten
};

// Nothing of the host was heard, in a way that a broken line or a dead resolver of our own explains as well: no answer
// to the name, none to the connection. A refused or broken connection is an answer.
bool unheard(const VisitRecord& row);

class LineGuard {
 public:
  // A row as it came in. True: it is not to be believed.
  bool doubts(const VisitRecord& row, TimePoint now);
  // Since when the line is suspected; unset: it is not.
  [[nodiscard]] std::optional<TimePoint> suspected() const { return since_; }

 private:
  struct Seen {
    TimePoint at{};
    bool silent = false;
    std::string address;  // where a silent host was heard the last time
  };
  void judge(TimePoint now);

  std::unordered_map<std::string, std::string> heard_;  // by host, of those heard the last time: the address
  std::deque<Seen> window_;                             // of hosts heard the time before, oldest first
  std::optional<TimePoint> since_;
};

}  // namespace huabiao::monitor
