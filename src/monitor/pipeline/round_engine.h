#pragma once
// RoundEngine moves visits through the worker pool until every one of them has its row: hands out at the schedule's
// pace, asks outages again, gathers the rows of each site and judges them. Where the visits come from and where the
// sites go to is the caller's. Inner to this room.

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/vantage_hall.h"
#include "loop/event_loop.h"
#include "monitor/judge/names.h"
#include "monitor/pipeline/render_queue.h"
#include "monitor/pipeline/round.h"
#include "monitor/plan/schedule.h"

namespace huabiao::monitor {

// The rows of one site, as it is judged and kept: at once.
struct SiteDone {
  std::string key;  // what fingerprints are made with
  std::vector<VisitRecord> rows;
  SiteVerdict verdict;
  std::map<std::int64_t, SecondView> second_names = {};  // by visit id: of those whose names were looked at twice
};

class RoundEngine {
 public:
  // A visit and the site, or address given by hand, that it is for.
  struct Planned {
    Visit visit;                            // id is set by the engine
    std::string unit;                       // visits with the same one are judged together
    std::optional<VisitRecord> known = {};  // set: nothing is to be asked, this is the row
    std::string key = {};                   // what fingerprints are made with; empty: the unit
  };
  struct Hooks {
    std::function<void(Visit&)> declare;                        // fills visit.declared just before it is handed out
    std::function<void(VisitRecord&)> look;                     // at each row before its site is judged; may be empty
    RenderQueue::Take drawn = RenderQueue::Take::WithinReason;  // of the rows that are to be
    std::function<bool(const VisitRecord&)> to_draw;  // is a browser to draw the row's page as well? may be empty
    // Is what the row's look at names showed to be seen a second time before it is judged? may be empty
    std::function<bool(const VisitRecord&)> doubt_names = {};
    std::function<Done(SiteDone)> site_done;  // fails: the round ends with that error
    std::function<Done()> tick;               // every turn of the loop
    OnProgress on_progress;
    // Asked every turn for what is due now; the run then goes on until it is stopped. May be empty.
    std::function<Result<std::vector<Planned>>(Millis elapsed)> feed = {};
  };

  // `vantages`: where an outage is seen a second time from elsewhere; nullptr: nowhere.
  RoundEngine(const RoundSettings& settings, const Clock& clock, Hooks hooks, RoundProgress begin,
              dispatch::VantageHall* vantages = nullptr);

  // Fails: dispatch.no_worker, dispatch.workers_die, what the hooks fail with.
  Result<RoundState> run(std::vector<Planned> planned, const std::stop_token& stop);
  // After a stop: rows for what was not visited, as if they had come; sites are judged and given out.
  Done give_up_rest(const std::string& reason);

  // While it runs: errands not handed out yet are done by children that work by these rules.
  void renew(const RoundSettings& settings);

  [[nodiscard]] const RoundProgress& progress() const { return progress_; }
  // Why pages were not drawn although they were to be; nullopt: nothing kept them from it.
  [[nodiscard]] const std::optional<Error>& render_failure() const {
    return drawing_ ? drawing_->failure() : render_failure_;
  }

 private:
  struct Unit {
    std::string key;
    std::size_t open = 0;  // visits without a row yet
    std::vector<VisitRecord> rows;
    std::map<std::int64_t, SecondView> second_names;
  };
  void plan(std::vector<Planned> planned);
  [[nodiscard]] bool goes_on() const {
    return hooks_.feed || !schedule_.empty() || !out_.empty() || (drawing_ && !drawing_->empty());
  }
  void take(std::uint64_t errand, std::vector<VisitRecord> records, const std::string& vantage);
  [[nodiscard]] bool doubted(const VisitRecord& record) const;
  VisitRecord whole(VisitRecord first, VisitRecord second);
  void complete(VisitRecord record);
  void judged(VisitRecord record);
  void hand_out(dispatch::WorkerPool& pool, dispatch::VantageSeat* seat);
  void take_back(dispatch::WorkerPool& pool, dispatch::VantageSeat& seat);
  [[nodiscard]] VisitRecord not_visited(Visit visit, const std::string& reason) const;
  void tell(bool at_once);
  [[nodiscard]] Millis now() const;
  [[nodiscard]] Millis pause(const dispatch::WorkerPool& pool) const;

  const RoundSettings& settings_;
  const Clock& clock_;
  const Hooks hooks_;
  dispatch::VantageHall* const vantages_;
  RoundProgress progress_;
  const loop::SteadyPoint began_ = std::chrono::steady_clock::now();
  const std::int64_t done_before_;
  Millis told_{-1};
  Schedule schedule_;
  std::int64_t last_visit_ = 0;
  std::uint64_t last_errand_ = 0;
  std::unordered_map<std::int64_t, std::string> unit_of_;  // by visit id, of those without a row yet
  std::unordered_map<std::string, Unit> units_;
  std::unordered_map<std::int64_t, VisitRecord> first_;        // by visit id: waiting to be asked again
  std::map<std::int64_t, SecondView> second_names_;            // by visit id, of those whose row is not complete
  std::unordered_map<std::uint64_t, std::vector<Visit>> out_;  // by errand: handed out, not back
  dispatch::WorkerPool* pool_ = nullptr;                       // while a run goes on
  std::optional<RenderQueue> drawing_;                         // while a run goes on
  std::optional<Error> failure_, render_failure_;
};

}  // namespace huabiao::monitor
