#include "filing/icp.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "filing/cursor.h"
#include "filing/province.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::filing {
namespace {

char32_t upper(char32_t c) {
  return c >= 'a' && c <= 'z' ? c - 32 : c;
}

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

bool is_dash(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63;
}

// A place where "ICP" begins, in any case and width; npos when there is none from `at` on.
std::size_t next_anchor(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool wide = c == '\xEF' && (text.substr(at).starts_with("Ｉ") || text.substr(at).starts_with("ｉ"));
    if (c != 'I' && c != 'i' && !wide) continue;
    const char after = wide ? '\xEF' : text[std::min(at + 1, text.size() - 1)];
    if (after != 'C' && after != 'c' && after != '\xEF') continue;  // most words with an i
    Cursor cursor(text, at);
    if (upper(cursor.take()) == 'I' && upper(cursor.take()) == 'C' && upper(cursor.take()) == 'P') return at;
  }
  return std::string_view::npos;
}

// What stands between "ICP" and the digits.
struct Words {
  bool bei = false, licence = false, extra = false;
};

constexpr int kLongestWords = 8;  // 备案许可证号第：

Words take_words(Cursor& cursor) {
  Words words;
  for (int i = 0; i < kLongestWords; ++i) {
    cursor.skip_space();
    switch (cursor.peek()) {
      case U'备':
      case U'備':
        words.extra |= words.bei || words.licence;
        words.bei = true;
        break;
      case U'证':
      case U'證':
        words.licence = true;
        break;
      case U'案':
      case U'号':
      case U'字':
      case U'第':
      case U'許':
      case U'许':
      case U'可':
      case U'編':
      case U'编':
      case U'：':
      case U':':
        words.extra = true;
        break;
      default:
        return words;
    }
    cursor.take();
  }
  return words;
}

enum class Tail { None, Serial, Broken };

// "-2", "-1A" behind the number. A dash that only separates (号 - 版权所有, 号 - 2023) is left alone.
Tail take_tail(Cursor& cursor, std::string& serial) {
  if (is_digit(cursor.peek())) {
    cursor.take_digits();
    return Tail::Broken;
  }
  Cursor ahead = cursor;
  bool spaced = ahead.skip_space(false);
  if (!is_dash(ahead.peek())) return Tail::None;
  ahead.take();
  spaced |= ahead.skip_space(false);
  serial = ahead.take_digits();
  if (serial.empty() && (spaced || utf8::is_han(ahead.peek()))) return Tail::None;
  if (spaced && serial.size() > 3) return Tail::None;
  bool broken = serial.empty() || serial.size() > 4;
  const char32_t letter = upper(ahead.peek());
  if (letter == 'A' || letter == 'X' || letter == 'K') serial += static_cast<char>(upper(ahead.take()));
  while (is_dash(ahead.peek()) || is_digit(ahead.peek())) {
    broken = true;
    ahead.take();
  }
  cursor = ahead;
  return broken ? Tail::Broken : Tail::Serial;
}

struct Owner {
  std::string_view abbreviation;  // as written; empty when none stands there
  std::string_view province;      // its code
  bool joke = false, bracketed = false;
};

Owner owner_before(std::string_view text, std::size_t anchor) {
  Owner owner;
  owner.abbreviation = before(text, anchor);
  if (owner.abbreviation == ")" || owner.abbreviation == "）") {  // (京)ICP备
    const auto bracket = static_cast<std::size_t>(owner.abbreviation.data() - text.data());
    owner.abbreviation = before(text, bracket);
    owner.bracketed = true;
  }
  owner.joke = owner.abbreviation == "萌";
  owner.province = province_of(owner.abbreviation);
  if (owner.province.empty() && !owner.joke) owner.abbreviation = {};
  return owner;
}

Fault fault_of(const Owner& owner, const Words& words, std::size_t digits, bool number_mark, Tail tail) {
  if (owner.joke) return Fault::JokeRegistry;
  if (words.licence) return Fault::Licence;
  if (owner.province.empty()) return Fault::UnknownProvince;
  if (digits == 0) return Fault::NotDigits;
  if (!words.bei) return Fault::MissingBei;
  if (words.extra || owner.bracketed) return Fault::Wording;
  if (digits != 6 && digits != 8 && digits != 10) return Fault::DigitCount;
  if (!number_mark) return Fault::MissingNumberMark;
  return tail == Tail::Broken ? Fault::Suffix : Fault::None;
}

// A placeholder nobody filled in: 京ICP备XXXXXXXX号, 京ICP备********号.
bool take_placeholder(Cursor& cursor) {
  const auto fills = [](char32_t c) { return c == 'X' || c == 'x' || c == '*' || c == 0xD7 || c == 0x25CB; };
  if (!fills(cursor.peek())) return false;
  while (fills(cursor.peek()) || is_digit(cursor.peek())) cursor.take();
  return true;
}

std::optional<FilingMatch> match_at(std::string_view text, std::size_t anchor) {
  const Owner owner = owner_before(text, anchor);
  Cursor cursor(text, anchor);
  for (int i = 0; i < 3; ++i) cursor.take();  // ICP
  const Words words = take_words(cursor);
  const std::string digits = cursor.take_digits();
  if (digits.empty() && (owner.province.empty() || !words.bei || !take_placeholder(cursor))) return std::nullopt;
  if (!words.bei && !words.licence && digits.size() < 4) return std::nullopt;  // "ICP 3" in running text

  Cursor mark = cursor;
  mark.skip_space(false);
  const bool number_mark = mark.take_if(U'号') || mark.take_if(U'號');
  if (number_mark) cursor = mark;
  std::string serial;
  const Tail tail = take_tail(cursor, serial);

  FilingMatch match;
  match.offset =
      owner.abbreviation.empty() ? anchor : static_cast<std::size_t>(owner.abbreviation.data() - text.data());
  if (owner.bracketed && match.offset > 0) {
    const std::string_view open = before(text, match.offset);
    if (open == "(" || open == "（") match.offset = static_cast<std::size_t>(open.data() - text.data());
  }
  match.length = cursor.at() - match.offset;
  match.raw = text.substr(match.offset, match.length);
  match.province = owner.province;
  match.fault = fault_of(owner, words, digits.size(), number_mark, tail);
  match.valid = match.fault == Fault::None;
  if (match.valid) {
    match.main = std::string(owner.abbreviation) + "ICP备" + digits + "号";
    match.normal = tail == Tail::Serial ? match.main + "-" + serial : match.main;
  }
  return match;
}

}  // namespace

std::vector<FilingMatch> find_icp(std::string_view text) {
  std::vector<FilingMatch> matches;
  std::size_t at = next_anchor(text, 0);
  while (at != std::string_view::npos && matches.size() < FilingLimits::kMatches) {
    const auto match = match_at(text, at);
    if (match) matches.push_back(*match);
    at = next_anchor(text, match ? std::max(match->offset + match->length, at + 1) : at + 1);
  }
  return matches;
}

FilingMatch read_icp(std::string_view text) {
  const std::string value = utf8::trim(text);
  for (FilingMatch& match : find_icp(value))
    if (match.offset == 0 && match.length == value.size()) return std::move(match);
  FilingMatch match{.raw = value, .length = value.size()};
  match.fault = Fault::Wording;
  return match;
}

LinkCheck check_icp_link(std::string_view url) {
  LinkCheck check;
  if (utf8::trim(url).empty()) return check;
  check.age = LinkAge::Foreign;
  const auto read = web::parse_address(url);
  if (!read) return check;
  if (read->host == "beian.miit.gov.cn") check.age = LinkAge::Current;
  if (read->host == "www.beian.miit.gov.cn" || web::same_or_under(read->host, "miitbeian.gov.cn"))
    check.age = LinkAge::Old;
  if (web::same_or_under(read->host, "miibeian.gov.cn")) check.age = LinkAge::Obsolete;
  return check;
}

}  // namespace huabiao::filing
