#include "monitor/parse/character_references.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/character_reference_names.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kLongestName = 31;    // CounterClockwiseContourIntegral
constexpr std::size_t kLongestWithout = 6;  // of those known without a semicolon

struct Reference {
  std::uint16_t at = 0;  // of its name in kCharacterReferenceNames
  std::uint8_t length = 0;
  bool without_semicolon = false;  // "&copy" is enough
  char32_t first = 0, second = 0;  // what it stands for; second: 0 for none
  [[nodiscard]] constexpr std::string_view name() const { return kCharacterReferenceNames.substr(at, length); }
};

constexpr char32_t read_hex(std::string_view text, std::size_t& at) {
  char32_t value = 0;
  for (; at < text.size() && ascii::hex_value(text[at]) >= 0; ++at)
    value = value << 4 | static_cast<char32_t>(ascii::hex_value(text[at]));
  return value;
}

// "AElig?C6 Abreve:102 acE:223E,333": '?' is known without a semicolon too.
constexpr auto kReferences = [] {
  std::array<Reference, kCharacterReferenceCount> references{};
  const std::string_view text = kCharacterReferenceNames;
  std::size_t at = 0;
  for (Reference& one : references) {
    one.at = static_cast<std::uint16_t>(at);
    while (ascii::is_alnum(text[at])) ++at;
    one.length = static_cast<std::uint8_t>(at - one.at);
    one.without_semicolon = text[at++] == '?';
    one.first = read_hex(text, at);
    if (at < text.size() && text[at] == ',') one.second = read_hex(text, ++at);
    ++at;
  }
  return references;
}();

// kByLetter[c - 'A']: the first reference whose name begins with c or a later letter.
constexpr auto kByLetter = [] {
  std::array<std::uint16_t, 'z' - 'A' + 2> first{};
  std::size_t at = 0;
  for (std::size_t letter = 0; letter < first.size(); ++letter) {
    while (at < kReferences.size() &&
           static_cast<std::size_t>(kCharacterReferenceNames[kReferences[at].at] - 'A') < letter)
      ++at;
    first[letter] = static_cast<std::uint16_t>(at);
  }
  return first;
}();

const Reference* find_reference(std::string_view name) {
  if (name.empty() || !ascii::is_alpha(name.front())) return nullptr;
  const auto letter = static_cast<std::size_t>(name.front() - 'A');
  const auto begin = kReferences.begin() + kByLetter[letter], end = kReferences.begin() + kByLetter[letter + 1];
  const auto found = std::ranges::lower_bound(begin, end, name, {}, &Reference::name);
  return found != end && found->name() == name ? &*found : nullptr;
}

// Those that stand in most addresses and texts, found without a search; 0: none of them.
char common_reference(std::string_view name) {
  return name == "amp" ? '&' : name == "lt" ? '<' : name == "gt" ? '>' : name == "quot" ? '"' : '\0';
}

// What a number of C1 controls means: windows-1252, as pages have always written it.
constexpr std::array<char32_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

// Behind the reference that begins with the '&' at `at`, decoded into `out`; what is no reference is copied.
const char* append_numeric(const char* at, const char* end, std::string& out) {
  const char* digit = at + 2;
  const bool hex = digit != end && ascii::lower(*digit) == 'x';
  if (hex) ++digit;
  const char* const first = digit;
  char32_t value = 0;
  for (; digit != end; ++digit) {
    const int one = hex ? ascii::hex_value(*digit) : ascii::is_digit(*digit) ? *digit - '0' : -1;
    if (one < 0) break;
    if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + static_cast<char32_t>(one);
  }
  if (digit == first) {
    out.append(at, first);
    return first;
  }
  if (digit != end && *digit == ';') ++digit;
  if (value >= 0x80 && value < 0xA0) value = kWindows1252[value - 0x80];
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) value = 0xFFFD;
  utf8::append(out, value);
  return digit;
}

const char* append_named(const char* at, const char* end, bool attribute, std::string& out) {
  const char* const name = at + 1;
  const char* name_end = name;
  while (name_end != end && ascii::is_alnum(*name_end) && name_end - name <= static_cast<std::ptrdiff_t>(kLongestName))
    ++name_end;
  const auto length = static_cast<std::size_t>(name_end - name);
  const Reference* found = nullptr;
  const char* behind = nullptr;
  if (name_end != end && *name_end == ';') {
    if (const char common = common_reference({name, length}); common != 0) {
      out += common;
      return name_end + 1;
    }
    found = find_reference({name, length});
    behind = name_end + 1;
  }
  for (std::size_t shorter = std::min(length, kLongestWithout); found == nullptr && shorter >= 2; --shorter) {
    found = find_reference({name, shorter});
    if (found != nullptr && !found->without_semicolon) found = nullptr;
    behind = name + shorter;
    if (found != nullptr && attribute && behind != end && (*behind == '=' || ascii::is_alnum(*behind))) {
      out.append(at, behind);
      return behind;
    }
  }
  if (found == nullptr) {
    out.append(at, name_end);
    return name_end;
  }
  utf8::append(out, found->first);
  if (found->second != 0) utf8::append(out, found->second);
  return behind;
}

const char* append_reference(const char* at, const char* end, bool attribute, std::string& out) {
  if (at + 1 != end && at[1] == '#') return append_numeric(at, end, out);
  if (at + 1 != end && ascii::is_alnum(at[1])) return append_named(at, end, attribute, out);
  out += '&';
  return at + 1;
}

std::string_view decoded_name(std::string_view raw, std::string& scratch) {
  if (std::ranges::none_of(raw, [](char c) { return c == '\0' || (c >= 'A' && c <= 'Z'); })) return raw;
  scratch.clear();
  for (const char c : raw) {
    if (c == '\0')
      scratch += kReplacement;
    else
      scratch += ascii::lower(c);
  }
  return scratch;
}

}  // namespace

std::string_view decoded(std::string_view raw, Decode how, std::string& scratch) {
  if (how == Decode::Name) return decoded_name(raw, scratch);
  if (how == Decode::AsIs) return raw;
  const char* at = raw.data();
  const char* const end = at + raw.size();
  const bool references =
      how == Decode::Text || how == Decode::Body || how == Decode::Rcdata || how == Decode::Attribute;
  const auto telling = [references, end](const char* from) {
    return references ? scan::find<'&', '\r', '\0'>(from, end) : scan::find<'\r', '\0'>(from, end);
  };
  const char* next = telling(at);
  if (next == end) return raw;
  const bool keep_null = how == Decode::Text || how == Decode::Cdata;
  scratch.clear();
  for (;; next = telling(at)) {
    scratch.append(at, next);
    at = next;
    if (at == end) return scratch;
    if (*at == '&') {
      at = append_reference(at, end, how == Decode::Attribute, scratch);
    } else if (*at == '\r') {
      scratch += '\n';
      at += at + 1 != end && at[1] == '\n' ? 2 : 1;
    } else {
      if (*at != '\0' || keep_null)
        scratch += *at;
      else if (how != Decode::Body)
        scratch += kReplacement;
      ++at;
    }
  }
}

}  // namespace huabiao::monitor
