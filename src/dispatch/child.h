#pragma once
// The child's end of the pipe: takes its settings, sets its visitor up, locks itself in, then visits until the pipe
// closes. One thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "dispatch/worker_settings.h"
#include "loop/event_loop.h"
#include "monitor/errand.h"
#include "monitor/verdict.h"

namespace huabiao::dispatch {

// Which errand's hostile bytes are being read right now, in memory the parent shares: when the child dies, the parent
// knows whom to blame.
class Marker {
 public:
  // fd: shared memory of at least eight bytes; -1: nobody watches.
  explicit Marker(int fd);
  ~Marker();
  Marker(const Marker&) = delete;
  Marker& operator=(const Marker&) = delete;
  void at(std::uint64_t errand);  // 0: none

 private:
  volatile std::uint64_t* shared_ = nullptr;
};

// Does errands. A port: monitor/pipeline implements it. Thread: the loop's.
class Visitor {
 public:
  virtual ~Visitor() = default;
  // What it works with, in a word: the browser's name and version. Empty: nothing worth telling.
  [[nodiscard]] virtual std::string works_with() const { return {}; }
  // `done` runs exactly once, maybe before this returns: one record per visit, in their order.
  virtual void visit(monitor::Errand errand, std::function<void(std::vector<monitor::VisitRecord>)> done) = 0;
};
// Called before the cell closes: everything that opens files belongs here. `loop` and `marker` outlive the visitor.
using MakeVisitor = std::function<Result<std::unique_ptr<Visitor>>(loop::EventLoop& loop,
                                                                   const WorkerSettings& settings, Marker& marker)>;

inline constexpr int kPipeDescriptor = 3, kMarkerDescriptor = 4;

// Returns when the parent closed the pipe, or sent what is no message: the exit code.
int serve_pipe(const MakeVisitor& make_visitor);

}  // namespace huabiao::dispatch
