#pragma once
// AskedChild: a worker child that answers one question after the other, for those who read saved pages. What is asked
// and answered are bytes to this room (docs/formats/worker.md#saved-pages). The child locks itself in before it hears
// the first question. Its end, a hang and a broken frame are the failure of the question that was asked.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dispatch/child_process.h"
#include "dispatch/frame.h"
#include "dispatch/worker_settings.h"

namespace huabiao::dispatch {

struct AskLimits {
  Millis ready{20'000};   // from the start to the child's first word
  Millis answer{20'000};  // to one question; the slowest page we know takes two seconds
};

// Thread: any, one at a time. Blocks.
class AskedChild {
 public:
  // `command` as for ChildProcess; it is told its settings and not waited for. Fails: dispatch.no_worker.
  static Result<AskedChild> start(const std::vector<std::string>& command, const WorkerSettings& settings,
                                  AskLimits limits = {});
  // Fails: dispatch.child_died, dispatch.child_hung, dispatch.frame_too_large, and what keeps the child from working;
  // then it is good for nothing any more.
  Result<std::string> ask(std::string_view question);

 private:
  AskedChild(ChildProcess process, AskLimits limits) : process_(std::move(process)), limits_(limits) {}
  Result<std::string> hear(Millis patience);
  Done say(std::string_view payload, Millis patience);
  std::unexpected<Error> gone();

  ChildProcess process_;
  AskLimits limits_;
  FrameReader frames_{FrameLimits::kToParent};
  bool ready_ = false;
};

// The child's side. Nothing: what was asked is no question, so the parent is not ours.
using Answer = std::function<std::optional<std::string>(std::string_view question)>;
// Called before the cell closes: everything that opens files belongs here.
using MakeAnswer = std::function<Result<Answer>(const WorkerSettings& settings)>;
// Returns when the parent closed the pipe, or sent what is no message: the exit code. Thread: the only one.
int answer_pipe(const MakeAnswer& make_answer);

}  // namespace huabiao::dispatch
