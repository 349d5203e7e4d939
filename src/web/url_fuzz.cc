#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "web/media_type.h"
#include "web/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::web;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)parse_media_type(text);
  (void)parse_address(text);
  static const Url base = parse_url("https://www.example.cn/a/b?c").value();
  for (const auto& url : {parse_url(text), resolve(base, text)}) {
    if (!url) continue;
    const auto again = parse_url(url->to_string());
    // What was read must read the same again, unless writing it out made it longer than any reference may be.
    if (url->to_string().size() > UrlLimits::kInputBytes) continue;
    if (!again || again->to_string() != url->to_string()) std::abort();
  }
  return 0;
}
