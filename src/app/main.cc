// huabiao: one binary. This page lists its commands; each is one file in app/cli.

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <optional>
#include <signal.h>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

#include "app/cli/command.h"
#include "app/exit_code.h"

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
    signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a failed write, and told as one
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

// What --lang says, looked for before the command line is read: help and mistakes are told in it as well.
std::optional<std::string> language_asked_for(std::span<char*> words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word.starts_with("--lang=")) return std::string(word.substr(7));
    if (word == "--lang" && i + 1 < words.size()) return words[i + 1];
  }
  return std::nullopt;
}

int run_program(int argc, char** argv) {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  if (const auto asked = language_asked_for({argv, static_cast<std::size_t>(argc)}))
    environment.push_back("HUABIAO_LANG=" + *asked);
  auto* const stop = new StopOnSignal;  // outlives its thread: lives as long as the process
  Run run(std::move(environment), stop->token());
  CommandLine command_line(
      {"华表：公共部门网站的登记、监测与整治", "huabiao: know, watch and put in order public-sector websites"},
      run.language());
  const Command root = command_line.root();
  root.option("--config", run.config_file, {"配置文件", "Configuration file [DATA/huabiao.toml]"});
  run.add_settings(root, {"data", "database", "lang"});

  add_census(root, run);
  add_channel(root, run);
  add_doctor(root, run);
  add_inspect(root, run);
  add_compare(root, run);
  add_summary(root, run);
  add_check(root, run);
  add_worker(root, run);
  add_rules(root, run);
  add_serve(root, run);
  add_account(root, run);
  add_audit(root, run);
  add_store(root, run);
  add_vantage(root, run);
  add_version(root, run);

  int exit_code = kExitDone;
  if (!command_line.run(argc, argv, exit_code)) return exit_code;
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
