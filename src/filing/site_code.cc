#include "filing/site_code.h"

#include <algorithm>

#include "base/utf8.h"
#include "filing/cursor.h"
#include "filing/province.h"
#include "web/host.h"
#include "web/ip_range.h"
#include "web/url.h"

namespace huabiao::filing {
namespace {

constexpr std::string_view kLabel = "网站标识码";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Fault fault_of(std::string_view code) {
  const bool ministry = code.starts_with("bm");
  const std::string_view digits = ministry ? code.substr(2) : code;
  if (digits.empty() || !std::ranges::all_of(digits, is_digit))
    return code.starts_with("BM") || code.starts_with("Bm") || code.starts_with("bM") ? Fault::BadPrefix
                                                                                      : Fault::NotDigits;
  if (digits.size() != (ministry ? 8U : 10U)) return Fault::DigitCount;
  if (ministry) return Fault::None;
  return digits[0] >= '1' && digits[0] <= '6' && is_province_code(digits.substr(0, 2)) ? Fault::None : Fault::BadPrefix;
}

// `code` is the value with full-width forms folded.
FilingMatch judge(std::string_view code) {
  FilingMatch match;
  match.fault = fault_of(code);
  match.valid = match.fault == Fault::None;
  if (match.valid) {
    match.main = match.normal = code;
    match.province = code.starts_with("bm") ? "00" : code.substr(0, 2);
  }
  return match;
}

std::string_view value_of(std::string_view query, std::string_view key) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    if (pair.starts_with(key) && pair.size() > key.size() && pair[key.size()] == '=')
      return pair.substr(key.size() + 1);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

}  // namespace

std::vector<FilingMatch> find_site_code(std::string_view text) {
  std::vector<FilingMatch> matches;
  std::size_t at = text.find(kLabel);
  for (; at != std::string_view::npos && matches.size() < FilingLimits::kMatches; at = text.find(kLabel, at)) {
    at += kLabel.size();
    Cursor cursor(text, at);
    cursor.skip_space();
    if (cursor.take_if(':')) cursor.skip_space();
    const std::size_t begin = cursor.at();
    std::string code;
    while (is_word(cursor.peek())) code += static_cast<char>(cursor.take());
    if (code.empty()) continue;
    FilingMatch match = judge(code);
    match.offset = begin;
    match.length = cursor.at() - begin;
    match.raw = text.substr(begin, match.length);
    matches.push_back(std::move(match));
    at = cursor.at();
  }
  return matches;
}

FilingMatch read_site_code(std::string_view text) {
  const std::string value = utf8::trim(text);
  FilingMatch match = judge(utf8::fold_width(value));
  match.raw = value;
  match.length = value.size();
  return match;
}

ErrorButton read_error_button(std::string_view url, std::string_view sitecode, std::string_view id) {
  static const web::Url nowhere = web::parse_url("http://page.invalid/").value();
  ErrorButton button;
  button.present = id.find("_jiucuo_") != std::string_view::npos && utf8::trim(id) == "_jiucuo_";
  if (!button.present && !web::may_hold(url, "jiucuo.")) return button;
  std::string code = utf8::trim(sitecode);
  if (const auto read = utf8::trim(url).empty() ? Result<web::Url>(nowhere) : web::resolve(nowhere, url)) {
    const std::string_view file = std::string_view(read->path).substr(read->path.rfind('/') + 1);
    if (file.starts_with("jiucuo.")) button.present = true;
    if (!button.present) return button;
    if (read->host == "zfwzgl.www.gov.cn")
      button.age = LinkAge::Current;
    else if (web::same_or_under(read->host, "kaipuyun.cn") || web::reach_of(read->host) != web::Reach::NotAnAddress)
      button.age = LinkAge::Old;
    else if (read->host != nowhere.host)
      button.age = LinkAge::Foreign;
    if (code.empty()) code = web::percent_decode(value_of(read->query, "site_code"));
    if (code.empty() && file == "jiucuo.png") code = web::percent_decode(value_of(read->query, "v"));
  }
  if (button.present && !code.empty()) button.code = read_site_code(utf8::scrub(code));
  return button;
}

}  // namespace huabiao::filing
