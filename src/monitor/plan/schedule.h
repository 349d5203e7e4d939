#pragma once
// Schedule: which errand goes next, and when. Targets that share an address become one errand; a host is never asked
// twice at once; second attempts come after a pause, spread out; no more errands per second than allowed.
// Pure: time is handed in. One thread.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "monitor/errand.h"

namespace huabiao::monitor {

struct SchedulePace {
  double rate = 0;            // errands begun per second; 0: no cap
  Millis retry_pause{2'000};  // a second attempt waits between once and twice this
};

// Visits with the same host, port, path and `only` as one errand each, in the order of their first; at most `most`
// visits in one. Numbers start at `first_number`.
std::vector<Errand> errands_of(std::vector<Visit> visits, std::size_t most, std::uint64_t first_number);

class Schedule {
 public:
  // `now` of every call: milliseconds on any steady clock, never backwards.
  Schedule(SchedulePace pace, Millis now) : pace_(pace), next_allowed_(static_cast<double>(now.count())) {}

  void add(Errand errand) { fresh_.push_back(std::move(errand)); }
  // Asks again for the visits of an errand that ended in an outage: a new errand with attempt 2.
  void again(std::vector<Visit> visits, std::uint64_t number, Millis now);

  // The next errand to hand out now; nullopt: none may go yet, or none is left.
  std::optional<Errand> next(Millis now);
  // How long until next() may have one, if nothing else happens; nullopt: it waits for finished(), or for nothing.
  [[nodiscard]] std::optional<Millis> wait(Millis now) const;
  // An errand handed out before has come back.
  void finished(const std::string& host);

  [[nodiscard]] std::size_t waiting_second() const { return second_.size(); }
  [[nodiscard]] bool empty() const { return fresh_.empty() && ready_.empty() && parked_.empty() && second_.empty(); }
  // Takes out all that was not handed out, for a round that stops.
  std::vector<Errand> drain();

 private:
  std::optional<Errand> give(Errand errand, Millis now);

  const SchedulePace pace_;
  double next_allowed_;  // ms; when the rate lets the next errand begin
  std::deque<Errand> fresh_;
  std::deque<Errand> ready_;                                    // their host is free again
  std::multimap<Millis, Errand> second_;                        // by due time
  std::unordered_map<std::string, std::deque<Errand>> parked_;  // their host is being asked
  std::unordered_set<std::string> busy_;
};

}  // namespace huabiao::monitor
