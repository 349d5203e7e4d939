// Fuzzes what a client writes by hand: targets, cookies, multipart bodies.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace huabiao::http;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto target = read_target(text, 32);
  if (target && target->path.find("/../") != std::string::npos) __builtin_trap();
  Fields cookies;
  read_cookies(text, cookies);
  const auto half = text.substr(0, size / 2);
  const auto part = find_file_part(half, text.substr(size / 2));
  if (part && part->offset + part->length > size - size / 2) __builtin_trap();
  (void)attachment(text);
  return 0;
}
