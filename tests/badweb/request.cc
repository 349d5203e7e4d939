#include "request.h"

#include <algorithm>

namespace huabiao::badweb {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string_view take(std::string_view& rest, char until) {
  const std::size_t end = std::min(rest.find(until), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

std::optional<std::size_t> request_length(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  return end == std::string_view::npos ? std::nullopt : std::optional(end + 4);
}

ParsedRequest parse_request(std::string_view head) {
  ParsedRequest parsed;
  std::string_view line = take(head, '\n');
  parsed.request.method = take(line, ' ');
  std::string_view target = take(line, ' ');
  parsed.keep_alive = trimmed(line) != "HTTP/1.0";
  std::string_view host;
  while (!head.empty()) {
    std::string_view value = take(head, '\n');
    const std::string_view name = take(value, ':');
    value = trimmed(value);
    if (equal_ignoring_case(name, "host")) host = value;
    if (equal_ignoring_case(name, "connection")) parsed.keep_alive = !equal_ignoring_case(value, "close");
    if (equal_ignoring_case(name, "user-agent") || equal_ignoring_case(name, "referer"))
      parsed.request.searched |= lower_case(value).find("baidu") != std::string::npos;
    if (equal_ignoring_case(name, "accept-encoding")) parsed.request.accepts_gzip = value.find("gzip") != value.npos;
  }
  if (target.starts_with("http://")) {
    target.remove_prefix(7);
    const std::size_t slash = std::min(target.find('/'), target.size());
    host = target.substr(0, slash);
    target.remove_prefix(slash);
  }
  parsed.request.path = target.empty() ? "/" : target;
  parsed.request.host = lower_case(host.substr(0, host.find(':')));
  return parsed;
}

}  // namespace huabiao::badweb
