// Any line is refused or gives a record or a change that writes and reads the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "monitor/record/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace record = huabiao::monitor::record;
  if (const auto change = record::read_change({reinterpret_cast<const char*>(data), size})) {
    const std::string line = record::change_line(*change);
    const auto again = record::read_change(line);
    if (!again || record::change_line(*again) != line) std::abort();
  }
  const auto read = record::read_record({reinterpret_cast<const char*>(data), size});
  if (!read) return 0;
  const std::string line = record::write_record(*read, record::Body::Include);
  const auto again = record::read_record(line);
  if (!again || record::write_record(*again, record::Body::Include) != line) std::abort();
  return 0;
}
