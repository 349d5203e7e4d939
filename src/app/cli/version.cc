#include "app/version.h"

#include <cstdio>
#include <fmt/format.h>

#include "app/cli/command.h"

namespace huabiao::app {

void add_version(CLI::App& root, Run& run) {
  const bool chinese = run.language() == Language::Chinese;
  auto* command = root.add_subcommand("version", chinese ? "显示版本" : "Print the version");
  command->callback([] { fmt::print("huabiao {}\n", kVersion); });
}

}  // namespace huabiao::app
