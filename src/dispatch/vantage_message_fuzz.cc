// Feeds bytes as a hostile vantage point and a hostile server would send them. What is read writes and reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "dispatch/vantage_message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::dispatch;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto result = read_result(bytes)) {
    const std::string written = write_result(*result);
    const auto again = read_result(written);
    if (!again || write_result(*again) != written || lease_of_result(bytes) != result->lease) std::abort();
  }
  if (const auto lease = read_lease(bytes)) {
    const std::string written = write_lease(*lease);
    const auto again = read_lease(written);
    if (!again || write_lease(*again) != written) std::abort();
  }
  return 0;
}
