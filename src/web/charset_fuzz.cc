// Any bytes under any label become UTF-8, and every offset leads back into the body.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"
#include "web/charset.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto line = bytes.find('\n');
  const std::string_view type = line == std::string_view::npos ? std::string_view() : bytes.substr(0, line);
  const std::string_view body = line == std::string_view::npos ? bytes : bytes.substr(line + 1);
  const huabiao::web::DecodedText decoded = huabiao::web::decode(body, type);
  if (!huabiao::utf8::valid(decoded.text())) std::abort();
  for (std::size_t at = 0; at <= decoded.text().size(); at += 1 + decoded.text().size() / 64)
    if (decoded.raw_offset(at) > body.size()) std::abort();
  return 0;
}
