#include "filing/police.h"

#include <optional>

#include "base/find_word.h"
#include "base/utf8.h"
#include "filing/cursor.h"
#include "filing/province.h"
#include "web/url.h"

namespace huabiao::filing {
namespace {

constexpr std::string_view kAnchor = "公";
constexpr std::string_view kProper = "公网安备";
constexpr std::size_t kDigits = 14;

// The words from 公 on, as far as they are those of a filing: 公网安备, 公安备, 公安网备, 公安机关备案号 ...
std::string take_words(Cursor& cursor) {
  std::string words;
  for (int i = 0; i < 10; ++i) {
    const char32_t c = cursor.peek();
    const bool fits = c == U'公' || c == U'网' || c == U'安' || c == U'備' || c == U'备' || c == U'案' || c == U'联' ||
                      c == U'号' || c == U'编' || c == U'机' || c == U'关';
    if (!fits) break;
    utf8::append(words, cursor.take());
  }
  return words;
}

// Colons and the like which the prescribed form does not have.
bool take_fillers(Cursor& cursor) {
  bool any = false;
  cursor.skip_space();
  while (cursor.peek() == ':' || cursor.peek() == U'第' || cursor.peek() == U'字' || cursor.peek() == U'：') {
    cursor.take();
    cursor.skip_space();
    any = true;
  }
  return any;
}

bool take_placeholder(Cursor& cursor) {
  const auto fills = [](char32_t c) { return c == 'X' || c == 'x' || c == '*'; };
  if (!fills(cursor.peek())) return false;
  while (fills(cursor.peek()) || (cursor.peek() >= '0' && cursor.peek() <= '9')) cursor.take();
  return true;
}

Fault fault_of(std::string_view province, bool proper, const std::string& digits) {
  if (province.empty()) return Fault::UnknownProvince;
  if (digits.empty()) return Fault::NotDigits;
  if (!proper) return Fault::Wording;
  if (digits.size() != kDigits) return Fault::DigitCount;
  return digits.starts_with(province) ? Fault::None : Fault::ProvinceMismatch;
}

bool is_one_han(std::string_view text) {
  return !text.empty() && utf8::is_han(utf8::next(text)) && text.empty();
}

// What abbreviates a city or county before the words, alone (郑公备) or behind its province (京海公网安备); empty when
// what stands there is the end of some other word.
std::string_view place_before(std::string_view text, std::size_t anchor) {
  if (anchor == 0) return {};
  const std::size_t city = step_back(text, anchor);
  if (!is_one_han(text.substr(city, anchor - city))) return {};
  const std::size_t province = city == 0 ? city : step_back(text, city);
  const std::string_view first = text.substr(province, city - province);
  if (!province_of(first).empty()) return text.substr(province, anchor - province);
  return is_one_han(first) ? std::string_view() : text.substr(city, anchor - city);
}

// Where the value begins. A label (公安机关备案号：) is not part of it; the abbreviation of a province or, in older
// numbers, of a city or county is.
std::size_t value_begin(std::string_view text, std::size_t anchor, std::size_t digits, const std::string& words,
                        bool known_province) {
  if (known_province) return static_cast<std::size_t>(before(text, anchor).data() - text.data());
  if (words.find("案") != std::string::npos) return digits;
  const std::string_view place = place_before(text, anchor);
  return place.empty() ? anchor : static_cast<std::size_t>(place.data() - text.data());
}

std::optional<FilingMatch> match_at(std::string_view text, std::size_t anchor) {
  Cursor cursor(text, anchor);
  const std::string words = take_words(cursor);
  if (words.find("备") == std::string::npos && words.find("備") == std::string::npos) return std::nullopt;
  const std::string_view abbreviation = before(text, anchor);
  const std::string_view province = province_of(abbreviation);
  const bool fillers = take_fillers(cursor);
  const std::size_t number = cursor.at();
  const std::string digits = cursor.take_digits();
  const bool label_only = province.empty() && digits.size() < 8;  // "公安备案 12 件"
  if (label_only || (digits.empty() && !take_placeholder(cursor))) return std::nullopt;
  Cursor mark = cursor;
  mark.skip_space(false);
  if (mark.take_if(U'号') || mark.take_if(U'號')) cursor = mark;

  FilingMatch match;
  match.offset = value_begin(text, anchor, number, words, !province.empty());
  match.length = cursor.at() - match.offset;
  match.raw = text.substr(match.offset, match.length);
  match.province = province;
  if (province.empty() && is_province_code(digits.substr(0, 2))) match.province = digits.substr(0, 2);
  match.fault = fault_of(province, words == kProper && !fillers, digits);
  match.valid = match.fault == Fault::None;
  if (match.valid) match.main = match.normal = std::string(abbreviation) + std::string(kProper) + digits + "号";
  return match;
}

}  // namespace

std::vector<FilingMatch> find_police(std::string_view text) {
  std::vector<FilingMatch> matches;
  std::size_t at = find_word(text, kAnchor);
  while (at != std::string_view::npos && matches.size() < FilingLimits::kMatches) {
    const auto match = match_at(text, at);
    if (match) matches.push_back(*match);
    at = find_word(text, kAnchor, match ? match->offset + match->length : at + kAnchor.size());
  }
  return matches;
}

FilingMatch read_police(std::string_view text) {
  const std::string value = utf8::trim(text);
  for (FilingMatch& match : find_police(value))
    if (match.offset == 0 && match.length == value.size()) return std::move(match);
  FilingMatch match{.raw = value, .length = value.size()};
  match.fault = Fault::Wording;
  return match;
}

LinkCheck check_police_link(std::string_view url, std::string_view normal) {
  LinkCheck check;
  if (utf8::trim(url).empty()) return check;
  check.age = LinkAge::Foreign;
  const auto read = web::parse_address(url);
  if (!read) return check;
  std::string_view place;
  if (read->host == "beian.mps.gov.cn") {
    check.age = LinkAge::Current;
    place = std::string_view(read->fragment).starts_with("/query/webSearch") ? std::string_view(read->fragment)
                                                                             : std::string_view(read->query);
  } else if (read->host == "www.beian.gov.cn" || read->host == "beian.gov.cn") {
    check.age = LinkAge::Old;
    place = read->query;
  }
  for (const std::string_view key : {std::string_view("recordcode="), std::string_view("code=")}) {
    const std::size_t at = place.find(key);
    if (at == std::string_view::npos) continue;
    check.number = Cursor(place, at + key.size()).take_digits();
    break;
  }
  const bool same = check.number.size() == kDigits && normal.ends_with(check.number + "号");
  check.differs = !check.number.empty() && !normal.empty() && !same;
  return check;
}

}  // namespace huabiao::filing
