// huabiao: one binary. This page lists its commands; each is one file in app/cli.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <signal.h>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "app/cli/command.h"
#include "app/exit_code.h"

extern char** environ;  // POSIX

namespace huabiao::app {
namespace {

// SIGINT and SIGTERM ask the command to stop; a second one ends the program at once.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    signal(SIGPIPE, SIG_IGN);
    std::thread([this] {
      int received = 0;
      sigwait(&signals_, &received);
      source_.request_stop();
      sigwait(&signals_, &received);
      _exit(kExitInterrupted);
    }).detach();
  }
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  sigset_t signals_{};
  std::stop_source source_;
};

int run_program(int argc, char** argv) {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  auto* const stop = new StopOnSignal;  // outlives its thread: lives as long as the process
  Run run(std::move(environment), stop->token());
  const bool chinese = run.language() == Language::Chinese;

  CLI::App root(
      chinese ? "华表：公共部门网站的登记、监测与整治" : "huabiao: know, watch and put in order public-sector websites",
      "huabiao");
  root.require_subcommand(1);
  root.fallthrough();
  root.add_option("--config", run.config_file, chinese ? "配置文件" : "Configuration file [DATA/huabiao.toml]");
  run.add_settings(root, {"data", "lang"});

  add_census(root, run);
  add_doctor(root, run);
  add_inspect(root, run);
  add_summary(root, run);
  add_check(root, run);
  add_worker(root, run);
  add_serve(root, run);
  add_version(root, run);

  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return root.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  std::fflush(stdout);
  return run.exit_code;
}

}  // namespace
}  // namespace huabiao::app

int main(int argc, char** argv) {
  try {
    return huabiao::app::run_program(argc, argv);
  } catch (const std::exception& bug) {
    fmt::print(stderr, "huabiao: internal error: {}\n", bug.what());
    return huabiao::app::kExitEnvironment;
  }
}
