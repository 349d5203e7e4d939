#pragma once
// How a command joins the program. Each src/app/cli/<command>.cc defines one add_<command>(): it declares its words and
// options on `root` and gives it an action that does the work and leaves its exit code in `run`. app/main.cc lists
// them.
//
//   void add_version(const Command& root, Run& run) {
//     const Command command = root.add("version", {"...", "..."});
//     command.does([&run] { run.exit_code = print_version(run); });
//   }
//
// Results go to stdout, progress and messages to stderr. Options that are settings (docs/operations.md) are taken with
// add_settings(); their values are read with run.settings() once the callback runs.

#include <initializer_list>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command_line.h"
#include "base/result.h"
#include "settings/settings.h"

namespace huabiao::app {

class Run {
 public:
  // `environment`: NAME=value entries. Reads huabiao.toml from --config, else from the data directory, when it is
  // there.
  Run(std::vector<std::string> environment, std::stop_token stop);

  int exit_code = 0;

  // Resolved on first use, after the command line was parsed. Fails: settings.bad_value, settings.bad_file.
  Result<settings::Resolved> resolve() const;

  // The usual first line of a callback: `const auto settings = run.settings(); if (!settings) return;`
  // nullopt: the error was told on stderr and the exit code set.
  std::optional<settings::Settings> settings();

  // Tells an error on stderr in the run's language and returns its exit code.
  int report(const Error& error) const;
  // Best guess before settings are resolved (--lang, HUABIAO_LANG, LANG).
  [[nodiscard]] Language language() const;
  // Requested by SIGINT and SIGTERM: finish what is being written, then exit with kExitInterrupted.
  [[nodiscard]] const std::stop_token& stop() const { return stop_; }
  // stderr is a terminal, so a progress bar may redraw its line.
  [[nodiscard]] static bool progress_on_terminal();

  // Adds the named settings as options of `command`.
  void add_settings(const Command& command, std::initializer_list<std::string_view> keys);
  // The settings every command that visits takes.
  void add_network_settings(const Command& command);

  std::string config_file;  // --config

 private:
  std::vector<std::string> environment_;
  std::stop_token stop_;
  settings::Layer command_line_;
};

void add_audit(const Command& root, Run& run);
void add_census(const Command& root, Run& run);
void add_channel(const Command& root, Run& run);
void add_compare(const Command& root, Run& run);
void add_doctor(const Command& root, Run& run);
void add_inspect(const Command& root, Run& run);
void add_summary(const Command& root, Run& run);
void add_rules(const Command& root, Run& run);
void add_serve(const Command& root, Run& run);
void add_account(const Command& root, Run& run);
void add_store(const Command& root, Run& run);
void add_vantage(const Command& root, Run& run);
void add_version(const Command& root, Run& run);
void add_check(const Command& root, Run& run);
void add_worker(const Command& root, Run& run);

}  // namespace huabiao::app
