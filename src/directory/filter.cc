#include "directory/filter.h"

#include "base/digest.h"

namespace huabiao::directory {

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                       c == '-' || c == '_' || c == '@';
    out += plain ? std::string(1, c) : "\\" + hex(std::string_view(&c, 1));
  }
  return out;
}

std::string filter_for(std::string_view pattern, std::string_view name) {
  const std::string value = escaped(name);
  std::string out;
  for (auto at = pattern.find("{}"); at != std::string_view::npos; at = pattern.find("{}")) {
    out += std::string(pattern.substr(0, at)) + value;
    pattern.remove_prefix(at + 2);
  }
  return out + std::string(pattern);
}

}  // namespace huabiao::directory
