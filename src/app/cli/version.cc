#include "app/version.h"

#include <fmt/format.h>

#include "app/cli/command.h"

namespace huabiao::app {

void add_version(const Command& root, Run& /*run*/) {
  root.add("version", {"显示版本", "Print the version"}).does([] { fmt::print("huabiao {}\n", kVersion); });
}

}  // namespace huabiao::app
