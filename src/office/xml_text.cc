#include "office/xml_text.h"

#include <charconv>
#include <cstdint>
#include <cstring>

#include "base/utf8.h"
#include "table/table.h"

namespace huabiao::office {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

bool is_plain(unsigned char byte) {
  return byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r';
}

bool continues(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

// Eight bytes of printable ASCII, so that the common case costs one step.
bool all_printable(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return ((word | (word - 0x2020202020202020ULL)) & kHighBits) == 0;
}

}  // namespace

bool is_xml_text(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at < end) {
    if (*at < 0x80) {
      if (end - at >= 8 && all_printable(reinterpret_cast<const char*>(at))) {
        at += 8;
      } else if (is_plain(*at)) {
        ++at;
      } else {
        return false;
      }
    } else if (*at > 0xE0 && *at < 0xED && end - at >= 3 && continues(at[1]) && continues(at[2])) {
      at += 3;  // nearly all Chinese
    } else {
      std::string_view rest(reinterpret_cast<const char*>(at), static_cast<std::size_t>(end - at));
      const std::size_t before = rest.size();
      const char32_t c = utf8::next(rest);
      const std::size_t taken = before - rest.size();
      if (c == 0xFFFE || c == 0xFFFF ||
          (c == 0xFFFD && std::memcmp(at, "\xEF\xBF\xBD", std::min<std::size_t>(taken, 3)) != 0) ||
          (c == 0xFFFD && taken != 3))
        return false;
      at += taken;
    }
  }
  return true;
}

void undo_cell_escapes(std::string& text, std::size_t from) {
  std::size_t at = text.find("_x", from);
  if (at == std::string::npos) return;
  std::string undone = text.substr(from, at - from);
  while (at < text.size()) {
    unsigned value = 0;
    const char* const digits = text.data() + at + 2;
    if (text.compare(at, 2, "_x") == 0 && at + 7 <= text.size() && text[at + 6] == '_' &&
        std::from_chars(digits, digits + 4, value, 16).ptr == digits + 4) {
      const bool whole = value >= 0x20 && (value < 0xD800 || value > 0xDFFF) && value < 0xFFFE;
      if (whole || value == '\t' || value == '\n') utf8::append(undone, static_cast<char32_t>(value));
      if (value == '\r' && text.compare(at + 7, 1, "\n") != 0) undone += '\n';
      at += 7;
    } else {
      undone += text[at++];
    }
  }
  text.resize(from);
  text += undone;
}

bool is_too_long(std::string_view text) {
  if (text.size() <= table::Bounds::kCellChars) return false;
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += continues(byte) ? 0 : byte >= 0xF0 ? 2 : 1;
  }
  return units > table::Bounds::kCellChars;
}

}  // namespace huabiao::office
