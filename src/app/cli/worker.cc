// worker: the child that visits. Started by the other commands, not by people; it talks over the pipe it inherits.

#include "app/cli/command.h"
#include "app/exit_code.h"
#include "dispatch/child.h"
#include "monitor/pipeline/page_visitor.h"

namespace huabiao::app {

void add_worker(CLI::App& root, Run& run) {
  const bool chinese = run.language() == Language::Chinese;
  auto* command = root.add_subcommand(
      "worker", chinese ? "访问子进程（由其他命令启动）" : "The child that visits (started by other commands)");
  const std::string pipe = chinese ? "通过继承的管道工作" : "Work over the inherited pipe";
  command->add_flag("--pipe", pipe)->required();
  command->callback([&run] {
    static const SystemClock clock;
    const int ended = dispatch::serve_pipe(
        [](loop::EventLoop& loop, const dispatch::WorkerSettings& settings, dispatch::Marker& marker) {
          return monitor::make_page_visitor(loop, clock, settings, marker);
        });
    run.exit_code = ended == 0 ? kExitDone : kExitUsage;
  });
}

}  // namespace huabiao::app
