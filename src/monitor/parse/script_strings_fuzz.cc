// Any text as a script (pages are UTF-8 before they are read): its strings lie inside of it, are UTF-8, and keep their
// limits.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "monitor/parse/script_guards.h"
#include "monitor/parse/script_literal.h"
#include "monitor/parse/script_strings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::monitor;
  const std::string source = huabiao::utf8::scrub({reinterpret_cast<const char*>(data), size});
  std::size_t bytes = 0;
  const auto strings = read_script(source).strings;
  for (const ScriptString& string : strings) {
    bytes += string.text.size();
    if (string.at > string.end || string.end > source.size() || !huabiao::utf8::valid(string.text)) std::abort();
  }
  if (strings.size() > ScriptStringLimits::kStrings || bytes > ScriptStringLimits::kTextBytes + source.size())
    std::abort();
  for (const Guard& guard : read_guards(source))
    if (guard.asks == 0 || guard.does == 0) std::abort();
  (void)unescape_percent(source);
  (void)ids_hidden_by(source);
  return 0;
}
