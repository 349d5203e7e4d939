// Any body gives a page whose places lie inside it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "monitor/parse/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto page = huabiao::monitor::parse(body, {.url = "http://www.example.gov.cn/", .content_type = {}});
  for (const auto& link : page.links)
    if (link.place.offset < 0 || link.place.offset + link.place.length > page.bytes) std::abort();
  return 0;
}
