// Feeds bytes as a kept file would bring them, as they are and under a digest that fits.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/digest.h"
#include "rules/match/compiled.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string key(64, 'a');
  (void)rules::CompiledDatabases::read(bytes).find(key);
  const std::string body = "\ndatabase " + key + " " + bytes;
  const std::string sealed = "huabiao-compiled 1\nsha256 " + sha256_hex(body) + body;
  const std::string_view found = rules::CompiledDatabases::read(sealed).find(key);
  if (found.size() > bytes.size()) __builtin_trap();
  return 0;
}
