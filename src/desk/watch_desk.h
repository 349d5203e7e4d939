#pragma once
// WatchDesk: the server's watch, run on a thread of its own for as long as the desk lives. What ends it (a full disk, a
// locked database, workers that die) is logged, shown, and tried again after a while.

#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "desk/duty.h"
#include "monitor/pipeline/watch.h"

namespace huabiao::desk {

class WatchDesk {
 public:
  // Asked for anew by every start of the watch and every period, on its thread: changed rule packs are used then.
  using Settings = std::function<monitor::RoundSettings()>;

  static constexpr Millis kPause = std::chrono::seconds(10);  // after a failure

  struct State {
    monitor::WatchStatus status;  // as of the last second
    bool running = false;
    std::optional<TimePoint> heard;  // when the watch last said something; it does every second
    std::optional<Error> failure;    // why it does not run; of the last try
  };

  // pace.every 0: there is no watch; what an earlier one still owes is written. Elsewhere: nothing is done.
  // Lifetime: the ports outlive the desk.
  WatchDesk(monitor::RoundPorts ports, monitor::WatchPace pace, Settings settings, Millis pause = kPause,
            Duty duty = Duty::Here);

  [[nodiscard]] Millis every() const { return pace_.every; }
  [[nodiscard]] TimePoint began() const { return began_; }
  [[nodiscard]] State state() const;  // Thread: any
  // Ends it; what is done is kept, what a period still owes is written at the next start.
  void stop();

 private:
  void run(const std::stop_token& stop);
  Done watch(const std::stop_token& stop);

  const monitor::RoundPorts ports_;
  const monitor::WatchPace pace_;
  const Millis pause_;
  const TimePoint began_ = ports_.clock.now();
  const Settings settings_;
  Guarded<State> state_;
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace huabiao::desk
