#include "deliver/syslog_text.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace huabiao::deliver {
namespace {

constexpr int kLocal0 = 16;

int level_of(const notice::Message& message) {
  constexpr int kNotice = 5;
  if (notice::ends(message.what)) return kNotice;
  switch (message.severity) {
    case monitor::Severity::Critical:
      return 2;
    case monitor::Severity::High:
      return 3;
    case monitor::Severity::Medium:
      return 4;
    case monitor::Severity::Low:
      return kNotice;
    case monitor::Severity::Info:
      break;
  }
  return 6;
}

std::string parameter(std::string_view name, std::string_view value) {
  std::string out = fmt::format(" {}=\"", name);
  for (const char c : utf8::scrub(value)) {
    if (c == '"' || c == '\\' || c == ']') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  return out + '"';
}

std::string header_word(std::string_view text) {
  constexpr std::size_t kMost = 255;  // RFC 5424, 6
  std::string out;
  for (const char c : text)
    if (c > ' ' && c < 0x7f && out.size() < kMost) out += c;
  return out.empty() ? "-" : out;
}

}  // namespace

std::string syslog_text(const notice::Message& message, Language language, std::string_view host,
                        const DeliverLimits& limits) {
  const std::string_view what = message.finding ? notice::to_string(message.what) : std::string_view("trial");
  std::string out = fmt::format("<{}>1 {} {} huabiao - {} [{}", kLocal0 * 8 + level_of(message), to_iso(message.at),
                                header_word(host), what, kStructuredData);
  out += parameter("key", message.key);
  if (message.finding) {
    out += parameter("finding", std::to_string(message.finding.value));
    out += parameter("rule", message.rule);
    out += parameter("category", monitor::to_string(message.category));
    out += parameter("severity", monitor::to_string(message.severity));
    out += parameter("site", std::to_string(message.site));
    out += parameter("name", message.site_name);
    out += parameter("host", message.host);
  }
  if (!message.link.empty()) out += parameter("link", message.link);
  out += "] \xEF\xBB\xBF";  // the mark that says the rest is UTF-8
  std::string words;
  for (const char c : utf8::scrub(message.title.in(language)))
    words += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  out += words;
  return std::string(utf8::cut(out, limits.syslog_bytes));
}

}  // namespace huabiao::deliver
