// Feeds bytes as a hostile child would send them: frames first, then the messages in them.
#include <cstddef>
#include <cstdint>

#include "dispatch/frame.h"
#include "dispatch/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::dispatch;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  FrameReader reader(1U << 20U);
  reader.feed(bytes);
  while (true) {
    const auto payload = reader.next();
    if (!payload || !*payload) break;
    (void)read_to_parent(**payload);
    (void)read_to_child(**payload);
  }
  (void)read_to_parent(bytes);
  return 0;
}
