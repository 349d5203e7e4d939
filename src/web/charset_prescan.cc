// The prescan of the HTML standard (13.2.3.2): looks for a meta element that declares an encoding, in raw bytes.

#include <cctype>
#include <set>

#include "web/charset.h"

namespace huabiao::web {
namespace {

bool is_space(char c) {
  return c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}
bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with_nocase(std::string_view text, std::string_view lower_prefix) {
  if (text.size() < lower_prefix.size()) return false;
  for (std::size_t i = 0; i < lower_prefix.size(); ++i)
    if (lower(text[i]) != lower_prefix[i]) return false;
  return true;
}

std::size_t find_nocase(std::string_view text, std::string_view lower_word, std::size_t from) {
  for (; from + lower_word.size() <= text.size(); ++from)
    if (starts_with_nocase(text.substr(from), lower_word)) return from;
  return std::string_view::npos;
}

struct Attribute {
  std::string name, value;  // lower case
};

// "get an attribute": false at the end of the tag or of the bytes.
bool next_attribute(std::string_view bytes, std::size_t& at, Attribute& out) {
  out = {};
  while (at < bytes.size() && (is_space(bytes[at]) || bytes[at] == '/')) ++at;
  if (at >= bytes.size() || bytes[at] == '>') return false;
  for (; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (c == '=' && !out.name.empty()) break;
    if (is_space(c)) {
      while (at < bytes.size() && is_space(bytes[at])) ++at;
      break;
    }
    if (c == '/' || c == '>') return true;
    out.name += lower(c);
  }
  if (at >= bytes.size()) return false;
  if (bytes[at] != '=') return true;
  ++at;
  while (at < bytes.size() && is_space(bytes[at])) ++at;
  if (at >= bytes.size()) return false;
  if (bytes[at] == '"' || bytes[at] == '\'') {
    const char quote = bytes[at];
    for (++at; at < bytes.size(); ++at) {
      if (bytes[at] == quote) {
        ++at;
        return true;
      }
      out.value += lower(bytes[at]);
    }
    return false;
  }
  for (; at < bytes.size(); ++at) {
    if (is_space(bytes[at]) || bytes[at] == '>') return true;
    out.value += lower(bytes[at]);
  }
  return false;
}

// "extracting a character encoding from a meta element"; `content` in lower case.
std::string charset_of_content(std::string_view content) {
  std::size_t at = 0;
  while ((at = content.find("charset", at)) != std::string_view::npos) {
    at += 7;
    while (at < content.size() && is_space(content[at])) ++at;
    if (at >= content.size() || content[at] != '=') continue;
    ++at;
    while (at < content.size() && is_space(content[at])) ++at;
    if (at >= content.size()) return {};
    if (content[at] == '"' || content[at] == '\'') {
      const auto close = content.find(content[at], at + 1);
      return close == std::string_view::npos ? std::string() : std::string(content.substr(at + 1, close - at - 1));
    }
    const auto end = content.find_first_of("\t\n\f\r ;", at);
    return std::string(content.substr(at, end == std::string_view::npos ? end : end - at));
  }
  return {};
}

// Reads one meta element's attributes from `at`; the label it declares, empty when none.
std::string meta_label(std::string_view head, std::size_t& at) {
  std::set<std::string> seen;
  bool got_pragma = false, from_content = false;
  std::string label;
  Attribute attribute;
  while (next_attribute(head, at, attribute)) {
    if (!seen.insert(attribute.name).second) continue;
    if (attribute.name == "http-equiv" && attribute.value == "content-type") got_pragma = true;
    if (attribute.name == "content" && label.empty()) {
      label = charset_of_content(attribute.value);
      from_content = !label.empty();
    }
    if (attribute.name == "charset") {
      label = attribute.value;
      from_content = false;
    }
  }
  if (at >= head.size()) return {};  // the tag does not end within what is looked at
  return label.empty() || (from_content && !got_pragma) || encoding_for_label(label).empty() ? std::string() : label;
}

}  // namespace

std::string prescan_label(std::string_view head) {
  for (std::size_t at = 0; at < head.size(); ++at) {
    if (head[at] != '<') continue;
    const std::string_view rest = head.substr(at);
    if (rest.starts_with("<!--")) {
      const auto end = head.find("-->", at + 2);
      if (end == std::string_view::npos) return {};
      at = end + 2;
    } else if (starts_with_nocase(rest, "<meta") && rest.size() > 5 && (is_space(rest[5]) || rest[5] == '/')) {
      at += 5;
      if (std::string label = meta_label(head, at); !label.empty()) return label;
    } else if (starts_with_nocase(rest, "<script") || starts_with_nocase(rest, "<style")) {
      // Not in the standard's prescan: a string of a script that looks like a meta element declares nothing.
      const bool script = lower(rest[2]) == 'c';
      const auto end = find_nocase(head, script ? "</script" : "</style", at);
      if (end == std::string_view::npos) return {};
      at = end;
    } else if (rest.size() > 1 && (is_alpha(rest[1]) || (rest[1] == '/' && rest.size() > 2 && is_alpha(rest[2])))) {
      while (at < head.size() && !is_space(head[at]) && head[at] != '>') ++at;
      Attribute attribute;
      while (next_attribute(head, at, attribute)) {
      }
    } else if (rest.starts_with("<!") || rest.starts_with("</") || rest.starts_with("<?")) {
      const auto end = head.find('>', at);
      if (end == std::string_view::npos) return {};
      at = end;
    }
  }
  return {};
}

}  // namespace huabiao::web
