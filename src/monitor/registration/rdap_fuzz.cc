#include <cstdint>
#include <string_view>

#include "monitor/registration/rdap.h"

// The first line is the domain that is asked about, the rest the answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  (void)huabiao::monitor::read_rdap(text.substr(line + 1), text.substr(0, line));
  return 0;
}
