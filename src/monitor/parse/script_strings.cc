#include "monitor/parse/script_strings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

// Look-ahead and look-behind are bounded, so that reading stays linear.
constexpr std::size_t kGap = 300;       // bytes of an expression between two literals that are still one text
constexpr std::size_t kRegex = 2'000;   // of a regular expression
constexpr std::size_t kCodes = 64'000;  // of a list of character codes
constexpr std::size_t kName = 160;      // of a member name written as a string
constexpr std::array<std::string_view, 9> kSinkCalls = {
    "write", "writeln", "insertadjacenthtml", "append", "prepend", "html", "after", "before", "replacewith"};
constexpr std::array<std::string_view, 2> kSinkProperties = {"innerhtml", "outerhtml"};
constexpr std::array<std::string_view, 3> kDecoders = {"unescape", "decodeuricomponent", "decodeuri"};

bool is_word(char c) {
  return ascii::is_alnum(c) || c == '_' || c == '$';
}

// UTF-16 code units as escapes give them, surrogates joined.
class Units {
 public:
  explicit Units(std::string& out) : out_(out) {}
  void put(char32_t unit) {
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
  void flush() {
    if (high_ != 0) utf8::append(out_, 0xFFFD);
    high_ = 0;
  }

 private:
  std::string& out_;
  char32_t high_ = 0;
};

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

class Reader {
 public:
  explicit Reader(std::string_view source) : source_(source) {}

  std::vector<ScriptString> run() {
    while (at_ < source_.size() && strings_.size() < ScriptStringLimits::kStrings &&
           total_ < ScriptStringLimits::kTextBytes) {
      const char c = source_[at_];
      if (c == '"' || c == '\'' || c == '`')
        joined_string();
      else if (c == '/')
        slash();
      else if (is_word(c))
        word();
      else if (c == '<' && source_.substr(at_).starts_with("<!--"))
        to_line_end();
      else
        step(c);
    }
    return std::move(strings_);
  }

 private:
  void step(char c) {
    if (!ascii::is_space(c)) last_ = c;
    ++at_;
  }

  void to_line_end() {
    const auto end = source_.find('\n', at_);
    at_ = end == std::string_view::npos ? source_.size() : end;
  }

  void slash() {
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with("//")) return to_line_end();
    if (rest.starts_with("/*")) {
      const auto end = source_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? source_.size() : end + 2;
      return;
    }
    constexpr std::string_view kBeforeRegex = "(,=:[!&|?{};+\n";
    if (last_ != 0 && kBeforeRegex.find(last_) == std::string_view::npos && last_word_ != "return") return step('/');
    bool in_class = false;
    const std::size_t end = std::min(source_.size(), at_ + kRegex);
    for (std::size_t at = at_ + 1; at < end && source_[at] != '\n'; ++at) {
      const char c = source_[at];
      if (c == '\\') {
        ++at;
      } else if (c == '[') {
        in_class = true;
      } else if (c == ']') {
        in_class = false;
      } else if (c == '/' && !in_class) {
        last_ = ')';
        at_ = at + 1;
        return;
      }
    }
    step('/');
  }

  void word() {
    const std::size_t begin = at_;
    while (at_ < source_.size() && is_word(source_[at_])) ++at_;
    last_word_ = source_.substr(begin, at_ - begin);
    last_ = 'a';
    constexpr std::string_view kFromCharCode = "fromcharcode";
    if (last_word_.size() == kFromCharCode.size() && ascii::starts_with_nocase(last_word_, kFromCharCode))
      char_codes(begin);
  }

  // fromCharCode(60, 0x61, ...): plain numbers only.
  void char_codes(std::size_t begin) {
    std::size_t at = at_;
    while (at < source_.size() && ascii::is_space(source_[at])) ++at;
    if (at >= source_.size() || source_[at] != '(') return;
    const auto length = source_.substr(at, kCodes).find(')');
    if (length == std::string_view::npos) return;
    const std::size_t close = at + length;
    std::string text;
    Units units(text);
    std::string_view list = source_.substr(at + 1, close - at - 1);
    std::size_t count = 0;
    while (!list.empty()) {
      const auto comma = list.find(',');
      std::string_view number = list.substr(0, comma);
      list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
      while (!number.empty() && ascii::is_space(number.front())) number.remove_prefix(1);
      while (!number.empty() && ascii::is_space(number.back())) number.remove_suffix(1);
      const bool hexadecimal = number.starts_with("0x") || number.starts_with("0X");
      if (hexadecimal) number.remove_prefix(2);
      unsigned value = 0;
      const auto [end, error] =
          std::from_chars(number.data(), number.data() + number.size(), value, hexadecimal ? 16 : 10);
      if (number.empty() || error != std::errc() || end != number.data() + number.size() || value > 0xFFFF) return;
      units.put(value);
      ++count;
    }
    units.flush();
    at_ = close + 1;
    if (count >= 4) add({std::move(text), begin, at_, sink_before(begin), true});
  }

  void add(ScriptString string) {
    total_ += string.text.size();
    strings_.push_back(std::move(string));
  }

  // One literal and all that are joined to it.
  void joined_string() {
    ScriptString joined;
    joined.at = at_;
    std::size_t call = 0;
    bool decode = decoder_before(joined.at, call);
    joined.by_sink = sink_before(decode ? call : joined.at);
    for (;;) {
      std::string part;
      joined.encoded |= literal(part);
      if (decode || part.find("%3C") != std::string::npos || part.find("%3c") != std::string::npos) {
        const std::string plain = unescape_percent(part);
        joined.encoded |= plain != part;
        part = plain;
      }
      joined.text += part;
      joined.end = at_;
      const auto next = joined_to(at_);
      if (!next || total_ + joined.text.size() > ScriptStringLimits::kTextBytes) break;
      at_ = *next;
      decode = decode || decoder_before(at_, call);
    }
    last_ = '"';
    if (!joined.text.empty()) add(std::move(joined));
  }

  [[nodiscard]] std::size_t skip_space(std::size_t at) const {
    while (at < source_.size() && ascii::is_space(source_[at])) ++at;
    return at;
  }
  [[nodiscard]] char char_at(std::size_t at) const { return at < source_.size() ? source_[at] : '\0'; }

  // Behind the bracket that closes the one at `at`, or `end`.
  [[nodiscard]] std::size_t skip_group(std::size_t at, std::size_t end) const {
    int depth = 0;
    for (; at < end; ++at) {
      if (source_[at] == '(' || source_[at] == '[') ++depth;
      if ((source_[at] == ')' || source_[at] == ']') && --depth == 0) return at + 1;
    }
    return end;
  }

  // Where the literal begins that `+` joins to the one that ended before `at`; names, members and calls may stand
  // between (their values are unknown and count as nothing).
  [[nodiscard]] std::optional<std::size_t> joined_to(std::size_t at) const {
    const std::size_t end = std::min(source_.size(), at + kGap);
    at = skip_space(at);
    while (char_at(at) == ')') at = skip_space(at + 1);
    while (at < end && char_at(at) == '+') {
      at = skip_space(at + 1);
      if (char_at(at) == '"' || char_at(at) == '\'' || char_at(at) == '`') return at;
      while (at < end && (is_word(source_[at]) || source_[at] == '.' || source_[at] == '(' || source_[at] == '[')) {
        const bool group = source_[at] == '(' || source_[at] == '[';
        const char first = group ? char_at(skip_space(at + 1)) : '\0';
        if (source_[at] == '(' && (first == '"' || first == '\'')) return skip_space(at + 1);
        at = group ? skip_group(at, end) : at + 1;
      }
      at = skip_space(at);
    }
    return std::nullopt;
  }

  // Reads the literal at at_ and moves behind it. True: escapes were undone.
  bool literal(std::string& out) {
    const char quote = source_[at_++];
    bool escaped = false;
    Units units(out);
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

  bool escape(Units& units) {
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

  bool braced(Units& units) {
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

  bool put(Units& units, char32_t unit, std::size_t used) {
    units.put(unit);
    at_ += used;
    return true;
  }

  // The identifier that ends before `at` (white space and one opening parenthesis between), lower case.
  [[nodiscard]] std::string word_before(std::size_t at, std::string_view between, std::size_t& begin) const {
    while (at > 0 && ascii::is_space(source_[at - 1])) --at;
    for (std::size_t i = between.size(); i-- > 0;) {
      if (at == 0 || source_[at - 1] != between[i]) return {};
      --at;
      while (at > 0 && ascii::is_space(source_[at - 1])) --at;
    }
    // window["\x77\x72\x69\x74\x65"](...): a name written as a string
    if (between == "(" && at > 1 && source_[at - 1] == ']') return bracket_name(at, begin);
    const std::size_t end = at;
    while (at > 0 && is_word(source_[at - 1])) --at;
    begin = at;
    return end - at > 32 ? std::string() : ascii::lower(source_.substr(at, end - at));
  }

  [[nodiscard]] std::string bracket_name(std::size_t end, std::size_t& begin) const {
    const std::size_t from = end > kName ? end - kName : 0;
    const auto found = source_.substr(from, end - from).rfind('[');
    if (found == std::string_view::npos || from + found + 2 >= end) return {};
    const std::size_t open = from + found;
    begin = open;
    const char quote = source_[open + 1];
    if (quote != '"' && quote != '\'') return {};
    Reader inner(source_.substr(open + 1, end - open - 2));
    std::string name;
    inner.literal(name);
    return ascii::lower(name);
  }

  [[nodiscard]] bool decoder_before(std::size_t at, std::size_t& call) const {
    const std::string name = word_before(at, "(", call);
    return std::ranges::find(kDecoders, std::string_view(name)) != kDecoders.end();
  }

  [[nodiscard]] bool sink_before(std::size_t at) const {
    std::size_t begin = 0;
    const std::string call = word_before(at, "(", begin);
    if (std::ranges::find(kSinkCalls, std::string_view(call)) != kSinkCalls.end()) return true;
    for (const std::string_view assign : {"=", "+="}) {
      const std::string property = word_before(at, assign, begin);
      if (std::ranges::find(kSinkProperties, std::string_view(property)) != kSinkProperties.end()) return true;
    }
    return false;
  }

  std::string_view source_, last_word_;
  std::size_t at_ = 0, total_ = 0;
  char last_ = 0;
  std::vector<ScriptString> strings_;
};

}  // namespace

std::vector<ScriptString> read_strings(std::string_view source) {
  return Reader(source).run();
}

std::string unescape_percent(std::string_view text) {
  std::string out, bytes;
  Units units(out);
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

std::vector<std::string> ids_hidden_by(std::string_view source) {
  std::vector<std::string> ids;
  constexpr std::string_view kCall = "getElementById(";
  for (std::size_t at = source.find(kCall); at != std::string_view::npos; at = source.find(kCall, at + 1)) {
    std::string_view rest = source.substr(at + kCall.size(), kGap);
    if (rest.size() < 2 || (rest[0] != '"' && rest[0] != '\'')) continue;
    const auto close = rest.find(rest[0], 1);
    if (close == std::string_view::npos) continue;
    std::string tail;
    for (const char c : rest.substr(close + 1, 60))
      if (!ascii::is_space(c)) tail += c == '"' ? '\'' : ascii::lower(c);
    if (tail.starts_with(").style.display='none'") && ids.size() < 100) ids.emplace_back(rest.substr(1, close - 1));
  }
  return ids;
}

}  // namespace huabiao::monitor
