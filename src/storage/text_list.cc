#include "storage/text_list.h"

namespace huabiao::storage {

std::string join_list(const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) {
    for (const char c : entry)
      if (c != kListSeparator) text += c;
    text += kListSeparator;
  }
  return text;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const std::size_t end = text.find(kListSeparator);
    entries.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return entries;
}

}  // namespace huabiao::storage
