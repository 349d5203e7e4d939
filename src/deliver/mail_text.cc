#include "deliver/mail_text.h"

#include <algorithm>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/base64.h"
#include "base/utf8.h"

namespace huabiao::deliver {
namespace {

constexpr std::size_t kBase64Line = 76;

std::string_view domain_of(std::string_view address) {
  return address.substr(address.find('@') + 1);
}

std::string date_of(TimePoint at) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::tm utc = fmt::gmtime(static_cast<std::time_t>(to_millis(at) / 1000));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[utc.tm_wday], utc.tm_mday, kMonths[utc.tm_mon],
                     utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string in_lines(const std::string& encoded) {
  std::string out;
  for (std::size_t at = 0; at < encoded.size(); at += kBase64Line) out += encoded.substr(at, kBase64Line) + "\r\n";
  return out;
}

}  // namespace

bool is_mail_address(std::string_view text) {
  constexpr std::size_t kMost = 254;  // RFC 5321, 4.5.3.1.3
  if (text.size() > kMost || std::ranges::count(text, '@') != 1 || text.front() == '@' || text.back() == '@')
    return false;
  return std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("\"(),:;<>[\\]").find(c) == std::string_view::npos;
  });
}

std::string encoded_words(std::string_view text, std::size_t first_line_used) {
  constexpr std::size_t kLine = 76, kFrame = 12;  // "=?UTF-8?B?" and "?="
  std::string out;
  std::size_t used = first_line_used;
  const std::string clean = utf8::scrub(text);
  for (std::string_view rest = clean; !rest.empty();) {
    const std::size_t room = kLine - std::min(used + kFrame, kLine - 8);
    const std::string_view piece = utf8::cut(rest, std::max<std::size_t>(room / 4 * 3, 4));
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + to_base64(piece) + "?=";
    rest.remove_prefix(piece.size());
    used = 1;
  }
  return out;
}

std::string mail_text(const Mail& mail, const notice::Message& message, Language language, TimePoint now) {
  constexpr std::string_view kSubject = "Subject: ";
  const std::string_view domain = domain_of(mail.from);
  std::string out = fmt::format("Date: {}\r\nFrom: huabiao <{}>\r\nTo: {}\r\n", date_of(now), mail.from,
                                fmt::join(mail.to, ",\r\n "));
  out += fmt::format("{}{}\r\n", kSubject, encoded_words(message.title.in(language), kSubject.size()));
  out += fmt::format("Message-ID: <{}@{}>\r\n", message.key, domain);
  // What is told of one finding stands together in the reader's list.
  if (message.finding)
    out +=
        fmt::format("References: <finding-{}.{}@{}>\r\n", message.finding.value, to_millis(message.first_seen), domain);
  out += fmt::format("X-Huabiao-Key: {}\r\n", message.key);
  out +=
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n";
  return out + in_lines(to_base64(utf8::scrub(message.text.in(language))));
}

}  // namespace huabiao::deliver
