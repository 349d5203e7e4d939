#include "notice/message.h"

#include "base/utf8.h"
#include "monitor/common_cause.h"
#include "report/rule_titles.h"

namespace huabiao::notice {
namespace {

// One line of well-formed text, cut at `bytes`.
std::string line(std::string_view text, std::size_t bytes) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const char32_t c = utf8::next(rest);
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
                         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    utf8::append(out, control ? U' ' : c);
  }
  out = utf8::squeeze(out);
  return std::string(utf8::cut(out, bytes));
}

std::string in(const Message& message, Language language) {
  const bool zh = language == Language::Chinese;
  const std::string where = message.site_name.empty() ? message.host : message.site_name;
  const std::string grave = report::severity_title(message.severity).in(language);
  const std::string rule = report::rule_title(message.rule, message.category).in(language);
  return zh ? "【" + grave + "】" + where + "：" + rule + "（" + happening_title(message.what).zh + "）"
            : "[" + grave + "] " + where + ": " + rule + " (" + happening_title(message.what).en + ")";
}

constexpr std::size_t kNameBytes = 120, kAddressBytes = 300, kExplanationBytes = 800;

void add(Bilingual& text, const Bilingual& label, const std::string& zh, const std::string& en) {
  if (zh.empty() && en.empty()) return;
  text.zh += label.zh + "：" + zh + "\n";
  text.en += label.en + ": " + en + "\n";
}

void add(Bilingual& text, const Bilingual& label, const std::string& value) {
  add(text, label, value, value);
}

Bilingual lines_of(const Message& message, const Bilingual& explanation) {
  const Bilingual grave = report::severity_title(message.severity);
  const Bilingual kind = report::category_title(message.category);
  const Bilingual what = happening_title(message.what);
  Bilingual text;
  add(text, {"情况", "What"}, what.zh, what.en);
  add(text, {"网站", "Site"}, message.site_name);
  add(text, {"主机", "Host"}, message.host);
  add(text, {"等级", "Severity"}, grave.zh, grave.en);
  add(text, {"类别", "Category"}, kind.zh, kind.en);
  add(text, {"说明", "Finding"}, line(explanation.zh, kExplanationBytes), line(explanation.en, kExplanationBytes));
  add(text, {"网址", "Address"}, message.address);
  add(text, {"时间", "Time"}, to_shanghai(message.at) + " (UTC+8)");
  add(text, {"首次发现", "First seen"}, to_shanghai(message.first_seen) + " (UTC+8)");
  add(text, {"详情", "Details"}, message.link);
  return {std::string(utf8::cut(text.zh, MessageLimits::kTextBytes)),
          std::string(utf8::cut(text.en, MessageLimits::kTextBytes))};
}

std::string console_page(std::string_view console, const std::string& path) {
  if (console.empty()) return {};
  while (console.ends_with('/')) console.remove_suffix(1);
  return std::string(console) + path;
}

}  // namespace

Bilingual happening_title(Happening what) {
  switch (what) {
    case Happening::Opened:
      return {"新发现", "newly found"};
    case Happening::Confirmed:
      return {"已确认", "confirmed"};
    case Happening::Resolved:
      return {"已消除", "resolved"};
    case Happening::Reopened:
      return {"再次出现", "back again"};
    case Happening::SetAside:
      return {"已处置", "set aside by a decision"};
  }
  return {};
}

Message compose(const Saying& saying, const monitor::KeptFinding& finding, std::string_view console) {
  Message message;
  message.key = saying.key;
  message.finding = finding.id;
  message.what = saying.what;
  message.at = saying.at;
  message.first_seen = finding.life.first_seen;
  message.severity = saying.severity;
  message.category = finding.finding.category;
  message.rule = line(finding.finding.rule, kNameBytes);
  message.site = finding.site;
  message.site_name = line(finding.site_name, kNameBytes);
  // Of a common cause: what the sites hang on.
  const bool shared = finding.site == monitor::kEstate;
  message.host = line(shared ? finding.finding.subject : finding.host, kAddressBytes);
  message.address = line(finding.asked_url, kAddressBytes);
  message.link = console_page(console, "/findings/" + std::to_string(finding.id.value));
  message.title = {std::string(utf8::cut(in(message, Language::Chinese), MessageLimits::kTitleBytes)),
                   std::string(utf8::cut(in(message, Language::English), MessageLimits::kTitleBytes))};
  message.text = lines_of(message, finding.finding.explanation);
  return message;
}

Message trial(const std::string& key, TimePoint now, std::string_view console) {
  Message message;
  message.key = key;
  message.what = Happening::Opened;
  message.at = message.first_seen = now;
  message.severity = monitor::Severity::Info;
  message.rule = "notice.trial";
  message.title = {"华表：通道测试", "huabiao: a trial of this channel"};
  message.text = {"这是一条测试消息，说明该通道可以送达。不涉及任何网站。\n",
                  "This is a trial: the channel works. It is about no site.\n"};
  message.link = console_page(console, "/notice");
  return message;
}

}  // namespace huabiao::notice
