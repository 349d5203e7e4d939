#include "http/target.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/utf8.h"

namespace huabiao::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A parameter of a header value: name="value" or name=value. Names are compared without case.
std::optional<std::string> parameter_of(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos) {
    std::string_view rest = header.substr(at + 1);
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view key = rest.substr(0, equals);
    const bool same = key.size() == name.size() && std::ranges::equal(key, name, [](char a, char b) {
                        return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
                      });
    rest.remove_prefix(equals + 1);
    std::string value;
    if (!rest.empty() && rest.front() == '"') {
      rest.remove_prefix(1);
      while (!rest.empty() && rest.front() != '"') {
        if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
        value += rest.front();
        rest.remove_prefix(1);
      }
      if (rest.empty()) return std::nullopt;
      rest.remove_prefix(1);
    } else {
      const auto end = std::min(rest.find(';'), rest.size());
      value = std::string(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (same) return value;
    const auto next = rest.find(';');
    at = next == std::string_view::npos ? next : header.size() - rest.size() + next;
  }
  return std::nullopt;
}

bool starts_with_folded(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::ranges::equal(text.substr(0, lower.size()), lower, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
         });
}

// The value of Content-Disposition in the headers of one part, when it is form-data.
std::optional<std::string_view> disposition_of(std::string_view headers) {
  while (!headers.empty()) {
    const std::string_view line = headers.substr(0, headers.find("\r\n"));
    headers.remove_prefix(std::min(headers.size(), line.size() + 2));
    if (!starts_with_folded(line, "content-disposition:")) continue;
    std::string_view value = line.substr(20);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (starts_with_folded(value, "form-data")) return value;
  }
  return std::nullopt;
}

bool climbs(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

Result<Target> read_target(std::string_view target, std::size_t most_parameters) {
  const auto bad = [&](std::string_view why) {
    return fail(Kind::Invalid, "http.bad_target", utf8::scrub(utf8::cut(target, 200)), std::string(why));
  };
  if (!target.starts_with('/')) return bad("a path that begins with /");
  const auto mark = target.find('?');
  const std::string_view raw = target.substr(0, mark);
  Target out;
  // An escaped slash stands for itself inside one segment; no route of ours has one.
  if (raw.find("%2f") != std::string_view::npos || raw.find("%2F") != std::string_view::npos ||
      raw.find('\\') != std::string_view::npos)
    return bad("a path without escaped slashes");
  auto path = percent_decode(raw);
  if (!path || !utf8::valid(*path) || climbs(*path)) return bad("a path of well-formed UTF-8 that does not climb");
  out.path = std::move(*path);
  if (mark == std::string_view::npos) return out;
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    std::string value(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
    std::ranges::replace(value, '+', ' ');
    auto name = percent_decode(pair.substr(0, equals));
    auto decoded = percent_decode(value);
    if (!name || !decoded || !utf8::valid(*name) || !utf8::valid(*decoded)) return bad("a query of well-formed UTF-8");
    if (out.query.size() >= most_parameters) return bad(fmt::format("at most {} parameters", most_parameters));
    out.query.emplace_back(std::move(*name), std::move(*decoded));
  }
  return out;
}

void read_cookies(std::string_view header, Fields& into) {
  constexpr std::size_t kMost = 50;
  while (!header.empty() && into.size() < kMost) {
    std::string_view pair = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(header.size(), pair.size() + 1));
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    into.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
}

Result<FilePart> find_file_part(std::string_view content_type, std::string_view body) {
  const auto boundary = parameter_of(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70)
    return fail(Kind::Invalid, "http.bad_multipart", {}, "multipart/form-data; boundary=...");
  const std::string delimiter = "--" + *boundary;
  std::size_t at = body.find(delimiter);
  while (at != std::string_view::npos) {
    at += delimiter.size();
    if (body.substr(at, 2) == "--") break;
    const std::size_t line = body.find("\r\n", at);
    if (line == std::string_view::npos) break;
    const std::size_t head_end = body.find("\r\n\r\n", line);
    if (head_end == std::string_view::npos || head_end - line > 8192) break;
    const std::size_t start = head_end + 4;
    const std::size_t end = body.find("\r\n" + delimiter, start);
    if (end == std::string_view::npos) break;
    const auto disposition =
        head_end > line ? disposition_of(body.substr(line + 2, head_end - line - 2)) : std::nullopt;
    if (disposition)
      if (const auto filename = parameter_of(*disposition, "filename"))
        return FilePart{safe_filename(*filename), start, end - start};
    at = end + 2;
  }
  if (at == std::string_view::npos || body.substr(at, 2) == "--") return fail(Kind::Invalid, "http.no_file_part");
  return fail(Kind::Invalid, "http.bad_multipart", {}, "multipart/form-data");
}

std::string safe_filename(std::string_view name) {
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos) name = name.substr(slash + 1);
  std::string out;
  for (const char c : utf8::scrub(name)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F && c != '"') out += c;
  }
  out = std::string(utf8::cut(out, 200));
  return out == "." || out == ".." ? std::string() : out;
}

std::string attachment(std::string_view filename) {
  std::string plain, escaped;
  for (const char c : safe_filename(filename)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    plain += letter ? c : '_';
    escaped += letter ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, escaped);
}

}  // namespace huabiao::http
