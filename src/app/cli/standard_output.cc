#include "app/cli/standard_output.h"

#include <cstdio>
#include <unistd.h>

namespace huabiao::app {

bool as_lines(std::string_view format) {
  return format == "jsonl" || (format.empty() && isatty(STDOUT_FILENO) == 0);
}

bool put(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

}  // namespace huabiao::app
