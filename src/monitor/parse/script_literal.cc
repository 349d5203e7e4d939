#include "monitor/parse/script_literal.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

std::optional<char32_t> read_hex(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  char32_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const int digit = ascii::hex_value(text[at + i]);
    if (digit < 0) return std::nullopt;
    value = value << 4 | static_cast<char32_t>(digit);
  }
  return value;
}

// One literal of `source`.
class Literal {
 public:
  Literal(std::string_view source, std::size_t at) : source_(source), at_(at) {}
  [[nodiscard]] std::size_t at() const { return at_; }

  // True: escapes were undone.
  bool read(std::string& out) {
    const char quote = source_[at_++];
    bool escaped = false;
    CodeUnits units(out);
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == quote) {
        ++at_;
        break;
      }
      if (c == '\n' && quote != '`') break;
      if (c == '\\') {
        escaped |= escape(units);
        continue;
      }
      units.flush();
      const char* const plain = source_.data() + at_;
      const char* const end = scan::find<'"', '\'', '`', '\n', '\\'>(
          plain + 1, source_.data() + source_.size());  // the least that may end it
      out.append(plain, end);
      at_ += static_cast<std::size_t>(end - plain);
    }
    units.flush();
    return escaped;
  }

 private:
  bool escape(CodeUnits& units) {
    ++at_;
    if (at_ >= source_.size()) return false;
    const char c = source_[at_];
    if (c == 'x')
      if (const auto value = read_hex(source_, at_ + 1, 2)) return put(units, *value, 3);
    if (c == 'u') {
      if (const auto value = read_hex(source_, at_ + 1, 4)) return put(units, *value, 5);
      return braced(units);
    }
    if (c >= '0' && c <= '7') {
      char32_t value = 0;
      std::size_t digits = 0;
      while (digits < 3 && at_ + digits < source_.size() && source_[at_ + digits] >= '0' &&
             source_[at_ + digits] <= '7' && value * 8 < 256)
        value = value * 8 + static_cast<char32_t>(source_[at_ + digits++] - '0');
      return put(units, value, digits);
    }
    if (c == '\r' || c == '\n') {
      at_ += source_.substr(at_).starts_with("\r\n") ? 2 : 1;
      return false;
    }
    if (static_cast<unsigned char>(c) >= 0x80) return false;  // the character itself follows
    const char plain = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
    put(units, static_cast<unsigned char>(plain), 1);
    return false;
  }

  bool braced(CodeUnits& units) {
    const auto length = source_.substr(at_, 10).find('}');
    const std::size_t close = length == std::string_view::npos ? length : at_ + length;
    char32_t value = 0;
    if (at_ + 1 < source_.size() && source_[at_ + 1] == '{' && close != std::string_view::npos && close - at_ <= 9 &&
        close > at_ + 2)
      if (const auto digits = read_hex(source_, at_ + 2, close - at_ - 2)) value = *digits;
    if (value == 0) return put(units, 'u', 1);
    if (value >= 0x10000 && value <= 0x10FFFF) {
      units.put(0xD800 + ((value - 0x10000) >> 10));
      return put(units, 0xDC00 + ((value - 0x10000) & 0x3FF), close - at_ + 1);
    }
    return put(units, value, close - at_ + 1);
  }

  bool put(CodeUnits& units, char32_t unit, std::size_t used) {
    units.put(unit);
    at_ += used;
    return true;
  }

  std::string_view source_;
  std::size_t at_;
};

}  // namespace

void CodeUnits::put(char32_t unit) {
  if (high_ != 0 && unit >= 0xDC00 && unit < 0xE000) {
    utf8::append(out_, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
    high_ = 0;
    return;
  }
  flush();
  if (unit >= 0xD800 && unit < 0xDC00)
    high_ = unit;
  else
    utf8::append(out_, unit);
}

void CodeUnits::flush() {
  if (high_ != 0) utf8::append(out_, 0xFFFD);
  high_ = 0;
}

bool read_literal(std::string_view source, std::size_t& at, std::string& out) {
  Literal literal(source, at);
  const bool escaped = literal.read(out);
  at = literal.at();
  return escaped;
}

ReadLiteral read_literal_view(std::string_view source, std::size_t& at, std::string& storage) {
  const char quote = source[at];
  const char *const begin = source.data() + at + 1, *const end = source.data() + source.size();
  for (const char* next = begin; (next = scan::find<'"', '\'', '`', '\n', '\\'>(next, end)) != end; ++next) {
    if (*next == '\\') break;
    if (*next != quote && (*next != '\n' || quote == '`')) continue;
    at = static_cast<std::size_t>(next - source.data()) + (*next == quote ? 1 : 0);
    return {{begin, static_cast<std::size_t>(next - begin)}, false};
  }
  storage.clear();
  const bool escaped = read_literal(source, at, storage);
  return {storage, escaped};
}

std::size_t literal_end(std::string_view source, std::size_t at) {
  const char quote = source[at];
  const char *next = source.data() + at + 1, *const end = source.data() + source.size();
  while ((next = scan::find<'"', '\'', '`', '\n', '\\'>(next, end)) != end) {
    if (*next == quote) return static_cast<std::size_t>(next + 1 - source.data());
    if (*next == '\n' && quote != '`') break;
    if (*next == '\\') ++next;
    if (next == end) break;
    next += end - next >= 2 && next[0] == '\r' && next[1] == '\n' ? 2 : 1;
  }
  return static_cast<std::size_t>(next - source.data());
}

std::string unescape_percent(std::string_view text) {
  std::string out, bytes;
  CodeUnits units(out);
  const auto flush_bytes = [&] {
    if (utf8::valid(bytes)) {
      units.flush();
      out += bytes;
    } else {
      for (const char c : bytes) units.put(static_cast<unsigned char>(c));
    }
    bytes.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '%' && at + 1 < text.size()) {
      const bool wide = text[at + 1] == 'u' || text[at + 1] == 'U';
      const auto value = wide ? read_hex(text, at + 2, 4) : read_hex(text, at + 1, 2);
      if (value && wide) {
        flush_bytes();
        units.put(*value);
        at += 6;
        continue;
      }
      if (value) {
        bytes += static_cast<char>(*value);
        at += 3;
        continue;
      }
    }
    flush_bytes();
    units.flush();
    out += text[at++];
  }
  flush_bytes();
  units.flush();
  return out;
}

}  // namespace huabiao::monitor
