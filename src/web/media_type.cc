#include "web/media_type.h"

#include <algorithm>

#include "base/ascii.h"

namespace huabiao::web {
namespace {

bool is_http_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view strip(std::string_view text) {
  while (!text.empty() && is_http_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_http_space(text.back())) text.remove_suffix(1);
  return text;
}

// RFC 9110 5.6.2
bool is_token(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, fits);
}

// A parameter's value up to the next semicolon outside quotes; quotes and their backslashes are undone.
std::string take_value(std::string_view& rest) {
  std::string value;
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() != '"') {
      if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
      value += rest.front();
      rest.remove_prefix(1);
    }
    rest.remove_prefix(std::min(rest.find(';'), rest.size()));
    return value;
  }
  const std::size_t end = std::min(rest.find(';'), rest.size());
  value = strip(rest.substr(0, end));
  rest.remove_prefix(end);
  // Single quotes are no syntax of HTTP, but servers write them.
  if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'') value = value.substr(1, value.size() - 2);
  return value;
}

}  // namespace

bool MediaType::is_html() const {
  return (type == "text" && subtype == "html") || (type == "application" && subtype == "xhtml+xml");
}

MediaType parse_media_type(std::string_view header) {
  MediaType media;
  const std::size_t end = std::min(header.find(';'), header.size());
  const std::string_view essence = strip(header.substr(0, end));
  const std::size_t slash = essence.find('/');
  if (slash != std::string_view::npos && is_token(essence.substr(0, slash)) && is_token(essence.substr(slash + 1))) {
    media.type = ascii_lower(essence.substr(0, slash));
    media.subtype = ascii_lower(essence.substr(slash + 1));
  }
  std::string_view rest = header.substr(end);
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the semicolon
    const std::size_t stop = std::min(rest.find_first_of(";="), rest.size());
    const std::string name = ascii_lower(strip(rest.substr(0, stop)));
    rest.remove_prefix(stop);
    if (rest.empty() || rest.front() == ';') continue;
    rest.remove_prefix(1);  // '='
    while (!rest.empty() && is_http_space(rest.front())) rest.remove_prefix(1);
    std::string value = take_value(rest);
    if (name == "charset" && media.charset.empty()) media.charset = std::move(value);
  }
  return media;
}

}  // namespace huabiao::web
