// worker: the child that visits. Started by the other commands, not by people; it talks over the pipe it inherits.

#include "app/cli/command.h"
#include "app/exit_code.h"
#include "dispatch/child.h"
#include "monitor/pipeline/page_visitor.h"

namespace huabiao::app {

void add_worker(const Command& root, Run& run) {
  const Command command =
      root.add("worker", {"访问子进程（由其他命令启动）", "The child that visits (started by other commands)"});
  const auto pipe = std::make_shared<bool>(false);
  command.flag("--pipe", *pipe, {"通过继承的管道工作", "Work over the inherited pipe"}).required();
  command.does([&run, pipe] {
    static const SystemClock clock;
    const int ended = dispatch::serve_pipe(
        [](loop::EventLoop& loop, const dispatch::WorkerSettings& settings, dispatch::Marker& marker) {
          return monitor::make_page_visitor(loop, clock, settings, marker);
        });
    run.exit_code = ended == 0 ? kExitDone : kExitUsage;
  });
}

}  // namespace huabiao::app
