#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "monitor/walk/opt_out.h"

// Any bytes are read, and what only adds lines never allows more.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using huabiao::monitor::read_opt_out;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (read_opt_out(text.substr(0, text.rfind('\n') + 1)) > read_opt_out(text)) std::abort();
  return 0;
}
