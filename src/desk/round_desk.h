#pragma once
// RoundDesk: the server's one round at a time, run on a thread of its own, watched by whoever asks. A round that a
// stopped or killed server left unfinished is gone on with by resume().

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "monitor/facts.h"
#include "monitor/pipeline/round.h"
#include "registry/site.h"

namespace huabiao::desk {

struct DeskLimits {
  static constexpr std::size_t kLastRows = 20;     // newest rows shown beside the figures
  static constexpr Millis kRateWindow{10'000};     // the rate is of so long
  static constexpr std::size_t kTitleBytes = 200;  // of a page's title in such a row
};

// A row just done, as little of it as a ticker shows.
struct TickerRow {
  std::int64_t site = 0;
  std::string site_name, host, title;
  monitor::Outcome outcome = monitor::Outcome::NotVisited;
  int status = 0;
  std::int64_t total_ms = -1;
  std::optional<monitor::MarkState> mark;
  std::optional<monitor::Severity> worst;
};

struct Live {
  monitor::RoundProgress progress;
  monitor::RoundState state = monitor::RoundState::Running;
  bool ended = false;          // nothing will change any more
  std::int64_t findings = 0;   // accusations so far
  double rate = 0;             // rows a second, lately
  std::deque<TickerRow> last;  // newest last
  std::uint64_t version = 0;   // rises with every change
};

class RoundDesk {
 public:
  // Takes the right to run rounds on this data directory for as long as the handle lives, over all processes.
  using Acquire = std::function<Result<std::shared_ptr<void>>()>;

  // Asked for anew by every round, on its thread.
  using Settings = std::function<monitor::RoundSettings()>;

  // Lifetime: the ports outlive the desk.
  RoundDesk(monitor::RoundPorts ports, Settings settings, Acquire acquire);
  ~RoundDesk();  // stop()
  RoundDesk(const RoundDesk&) = delete;
  RoundDesk& operator=(const RoundDesk&) = delete;

  // Begins a round and runs it in the background. Empty selection: every site. A round left unfinished goes on instead,
  // whatever the selection: nothing may be visited twice or lost. Thread: any.
  // Fails: Conflict desk.round_running; as monitor::begin_round; Environment storage.in_use.
  Result<monitor::RoundId> start(std::span<const registry::SiteId> selection, const std::string& by);
  // Goes on with an unfinished round, if there is one.
  Result<std::optional<monitor::RoundId>> resume();
  // Breaks the running round off: visits not made get a not_visited row that names `by`. Waits for the rows under way.
  // Fails: Conflict desk.not_running.
  Done cancel(monitor::RoundId round, const std::string& by);
  // The round running now, or the last one this server ran. nullopt: none since it started.
  [[nodiscard]] std::optional<Live> live() const;
  // Leaves a running round unfinished, with everything done kept.
  void stop();

 private:
  void launch(monitor::RoundId round, std::shared_ptr<void> right);
  void run(monitor::RoundId round, const std::stop_token& stop);
  Done cancel_unfinished(monitor::RoundId round, const std::string& by);
  Done write_off(monitor::RoundId round, const std::string& by);
  void on_progress(const monitor::RoundProgress& progress);
  void on_site(std::span<const monitor::VisitRecord> rows, const monitor::SiteVerdict& verdict);

  struct State {
    std::optional<Live> live;
    bool running = false;
    std::optional<std::string> cancelled_by;
    std::deque<std::pair<Millis, std::int64_t>> pace;  // elapsed, done
  };
  monitor::RoundPorts ports_;
  Settings settings_;
  Acquire acquire_;
  Guarded<State> state_;
  Guarded<std::jthread> thread_;
};

}  // namespace huabiao::desk
