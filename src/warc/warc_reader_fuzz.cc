// Any bytes give pages within the limits, or an error.
#include <cstdint>
#include <cstdlib>

#include "warc/warc_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  (void)warc::begins_warc(rest);
  warc::WarcReader reader([&](std::span<char> room) -> Result<std::size_t> {
    const std::size_t count = rest.copy(room.data(), room.size());
    rest.remove_prefix(count);
    return count;
  });
  for (;;) {
    const auto page = reader.next();
    if (!page || !*page) return 0;
    if ((*page)->body.size() > warc::WarcLimits::kBodyBytes) std::abort();
  }
}
