#pragma once
// WorkerPool: the children that eat hostile bytes, seen from the parent. It hands errands out, takes records back,
// hands an errand out again when its child died, and gives it up when it killed two. What a child says is read as
// strictly as what a web site says; a child that breaks the frame is put down and replaced.
//
// Thread: the loop's; everything happens in its turns, nothing blocks.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dispatch/worker_settings.h"
#include "loop/event_loop.h"
#include "monitor/errand.h"
#include "monitor/verdict.h"

namespace huabiao::dispatch {

struct PoolLimits {
  std::size_t deaths_per_errand = 2;  // then it is given up as not_visited: "worker crashed"
  std::size_t idle_deaths = 5;        // in a row, without a record between: the pool fails
  Millis ready{20'000};               // from start to the child's first word
  // An errand may ask https and http, each up to the fetch limit, then wait for its turn at the parser.
  Millis grace{30'000};  // beyond twice the fetch limit: the child hangs
  // Then the child is let go and another takes its place, so nothing it leaks or was talked into lasts.
  std::uint64_t errands_per_child = 20'000;
};

struct PoolSettings {
  // argv of a child; its descriptor 3 is the pipe. Empty: this very program with "worker --pipe".
  std::vector<std::string> command;
  std::size_t workers = 1;
  WorkerSettings worker;  // concurrency is shared out among the children
  PoolLimits limits;
};

// Starts one child, lets it lock itself in and try to break out. Blocks, at most limits.ready. For doctor.
// Fails: dispatch.no_worker, dispatch.workers_die, and what keeps the child from working (fetch.no_authorities, ...).
struct CellReport {
  SandboxFacts sandbox;
  ProbeAnswer probe;
  std::string works_with;  // Visitor::works_with
};
Result<CellReport> inspect_cell(const PoolSettings& settings);

class WorkerPool {
 public:
  // Exactly one per errand submitted, unless the pool fails: one record per visit of the errand, in their order.
  using OnRecords = std::function<void(std::uint64_t errand, std::vector<monitor::VisitRecord> records)>;
  // The pool cannot go on (children die at once, or cannot be started). No record comes after.
  using OnFailure = std::function<void(Error)>;

  // Starts the children. `loop` outlives the pool. Fails: dispatch.no_worker.
  static Result<std::unique_ptr<WorkerPool>> start(loop::EventLoop& loop, PoolSettings settings, OnRecords on_records,
                                                   OnFailure on_failure);
  ~WorkerPool();  // kills what is left of the children and waits for them
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Room for more errands: the window of all children. What is submitted beyond it only waits here.
  [[nodiscard]] std::size_t room() const;
  [[nodiscard]] std::size_t in_flight() const;
  void submit(std::vector<monitor::Errand> errands);

  // What is handed out from now on goes to children started with these settings; those of before finish what they have
  // and are let go. Of the settings the concurrency stays as it was.
  void renew(WorkerSettings worker);

  [[nodiscard]] std::vector<SandboxFacts> sandboxes() const;  // of the children that reported so far
  [[nodiscard]] std::vector<int> process_ids() const;         // of the living children
  [[nodiscard]] std::uint64_t deaths() const;                 // children that ended unasked so far

 private:
  struct State;
  explicit WorkerPool(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::dispatch
