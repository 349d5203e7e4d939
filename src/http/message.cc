#include "http/message.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace huabiao::http {

std::string_view field(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : utf8::cut(text, 300)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return utf8::scrub(out);
}

}  // namespace huabiao::http
