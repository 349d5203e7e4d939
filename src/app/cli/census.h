#pragma once
// The three commands of `huabiao census`, each in its own file; census.cc adds them to the command line.

#include <optional>
#include <string>
#include <string_view>

#include "app/cli/command.h"
#include "base/result.h"
#include "census/read.h"

namespace huabiao::app {

struct CensusReadOptions {
  std::string file, format = "jsonl";
  std::optional<std::string> sheet;
};
int read_census(Run& run, const CensusReadOptions& options);

struct CensusImportOptions {
  std::string file, accept = "all-or-nothing";
  std::optional<std::string> sheet;
  bool dry_run = false;
};
int import_census(Run& run, const CensusImportOptions& options);

struct CensusExportOptions {
  std::string form = "annex3", mark = "declared", out, authority;
};
int export_census(Run& run, const CensusExportOptions& options);

// What was read, in one sentence on stderr, with what is odd about the form as a whole.
void tell_read(const Run& run, const census::ReadReport& report);
// "第12行 英文域名 F12：域名中有空格；读到 ...；应为 ..."
std::string describe(const census::Problem& problem, Language language);

}  // namespace huabiao::app
