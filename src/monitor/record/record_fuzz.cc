// Any line is refused or gives a record that writes and reads the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "monitor/record/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace record = huabiao::monitor::record;
  const auto read = record::read_record({reinterpret_cast<const char*>(data), size});
  if (!read) return 0;
  const std::string line = record::write_record(*read, record::Body::Include);
  const auto again = record::read_record(line);
  if (!again || record::write_record(*again, record::Body::Include) != line) std::abort();
  return 0;
}
