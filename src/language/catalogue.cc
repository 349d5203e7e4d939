#include "language/catalogue.h"

#include <array>

namespace huabiao::language {

const Message* find(std::string_view code) {
  // Every area's list, one a line.
  static const std::span<const Message> kLists[] = {
      // clang-format off
      frame_messages(),
      settings_messages(),
      web_messages(),
      filing_messages(),
      fetch_messages(),
      office_messages(),
      census_messages(),
      dispatch_messages(),
      registry_messages(),
      storage_messages(),
      access_messages(),
      audit_messages(),
      record_messages(),
      inspect_messages(),
      rules_messages(),
      check_messages(),
      notice_messages(),
      http_messages(),
      vantage_messages(),
      render_messages(),
      // clang-format on
  };
  for (const auto list : kLists)
    for (const Message& message : list)
      if (message.code == code) return &message;
  return nullptr;
}

std::string describe(const Error& error, Language language) {
  const bool chinese = language == Language::Chinese;
  const Message* message = find(error.code);
  std::string text = message ? std::string(chinese ? message->zh : message->en) : error.code;
  text += " [" + error.code + "]";
  if (!error.detail.empty()) text += (chinese ? "\n  读到：" : "\n  read: ") + error.detail;
  if (!error.expected.empty()) text += (chinese ? "\n  应为：" : "\n  expected: ") + error.expected;
  if (message)
    text += (chinese ? "\n  下一步：" : "\n  next: ") + std::string(chinese ? message->next_zh : message->next_en);
  return text;
}

}  // namespace huabiao::language
