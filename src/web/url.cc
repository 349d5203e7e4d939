#include "web/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/utf8.h"
#include "web/host.h"

namespace huabiao::web {
namespace {

std::unexpected<Error> bad_url(std::string_view text, std::string_view why) {
  return fail(Kind::Invalid, "web.bad_url", utf8::scrub(utf8::cut(text, 256)) + " (" + std::string(why) + ")",
              "an address such as https://www.example.gov.cn/");
}

std::unexpected<Error> not_http(std::string_view text) {
  return fail(Kind::Invalid, "web.not_http", utf8::scrub(utf8::cut(text, 256)), "http:// or https://");
}

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// The bytes WHATWG percent-encodes in each part. Space, controls and bytes above ASCII always are.
using ByteSet = std::array<bool, 256>;
constexpr ByteSet encode_set(std::string_view extra) {
  ByteSet set{};
  for (std::size_t i = 0; i < 256; ++i) set[i] = i <= ' ' || i >= 0x7F;
  for (const char c : extra) set[static_cast<unsigned char>(c)] = true;
  return set;
}
constexpr ByteSet kPathSet = encode_set("\"#<>?`{}^");
constexpr ByteSet kQuerySet = encode_set("\"#<>'");
constexpr ByteSet kFragmentSet = encode_set("\"<>`");
constexpr ByteSet kReservedSet = encode_set("!\"#$%&'()*+,/:;<=>?@[\\]^`{|}");
constexpr ByteSet kUserinfoSet = encode_set("\"#<>?`{}/:;=@[\\]^|");

void append_encoded(std::string& out, std::string_view text, const ByteSet& set) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && !set[static_cast<unsigned char>(text[plain])]) ++plain;
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const auto byte = static_cast<unsigned char>(text.front());
    const char escape[] = {'%', kHex[byte >> 4], kHex[byte & 15]};
    out.append(escape, sizeof escape);
    text.remove_prefix(1);
  }
}

std::string encoded(std::string_view text, const ByteSet& set) {
  std::string out;
  out.reserve(text.size());
  append_encoded(out, text, set);
  return out;
}

constexpr std::size_t kLongestScheme = 6;  // "https:"

// Cleans as browsers do: white space off the ends; tabs and line ends out of the middle. Copies only when it must.
std::string_view clean(std::string_view text, std::string& storage) {
  const bool has_wide = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (has_wide) {
    storage = utf8::trim(utf8::scrub(text));
    text = storage;
  }
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  if (std::ranges::any_of(text, [](char c) { return c == '\t' || c == '\r' || c == '\n'; })) {
    std::string kept;
    for (const char c : text)
      if (c != '\t' && c != '\r' && c != '\n') kept += c;
    storage = std::move(kept);
    text = storage;
  }
  return text;
}

// Full-width forms before the path become plain: ｈｔｔｐ：／／ｗｗｗ．… The path keeps what was written, and so does a
// relative reference. Each code point folds to one, so the written path is found by counting.
std::string_view fold_front(std::string_view text, std::string& storage) {
  constexpr auto kMayFold = [](char c) { return c == '\xEF' || c == '\xE3' || c == '\xC2'; };  // first bytes
  if (std::ranges::none_of(text, kMayFold)) return text;
  const std::string folded = utf8::fold_width(text);
  const std::size_t slashes = folded.find("//");
  if (slashes > kLongestScheme || (slashes > 0 && folded[slashes - 1] != ':')) return text;
  const std::size_t delimiter = folded.find_first_of("/\\?#", slashes + 2);
  const std::string_view front =
      std::string_view(folded).substr(0, delimiter == std::string::npos ? delimiter : delimiter + 1);
  for (std::size_t points = utf8::length(front); points > 0; --points) utf8::next(text);
  storage = std::string(front) + std::string(text);
  return storage;
}

// The scheme before the first colon, or nothing when the text does not begin with one.
std::string_view scheme_of(std::string_view text) {
  if (text.empty() || !is_alpha(text.front())) return {};
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == ':') return text.substr(0, i);
    if (!is_alpha(text[i]) && !is_digit(text[i]) && text[i] != '+' && text[i] != '-' && text[i] != '.') return {};
  }
  return {};
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::ranges::equal(text, lower, [](char a, char b) { return (is_alpha(a) ? (a | 0x20) : a) == b; });
}

// "http" or "https" as constant text; empty for every other scheme.
std::string_view web_scheme(std::string_view scheme) {
  if (equals_ignoring_case(scheme, "http")) return "http";
  if (equals_ignoring_case(scheme, "https")) return "https";
  return {};
}

bool is_slash(char c) {
  return c == '/' || c == '\\';
}

enum class Segment { Plain, Here, Up };

Segment kind_of(std::string_view segment) {
  if (segment.empty() || segment.size() > 6) return Segment::Plain;
  int dots = 0;
  for (std::size_t i = 0; i < segment.size(); ++dots) {
    if (segment[i] == '.') {
      ++i;
    } else if (segment.size() - i >= 3 && segment[i] == '%' && segment[i + 1] == '2' &&
               (segment[i + 2] | 0x20) == 'e') {
      i += 3;
    } else {
      return Segment::Plain;
    }
  }
  return dots == 1 ? Segment::Here : dots == 2 ? Segment::Up : Segment::Plain;
}

// Appends `path` (as written) to `out`, which ends before a slash: backslashes turned, dot segments gone, encoded.
void append_path(std::string& out, std::string_view path) {
  while (true) {
    const std::size_t end = path.find_first_of("/\\");
    const bool last = end == std::string_view::npos;
    const std::string_view segment = path.substr(0, end);
    switch (kind_of(segment)) {
      case Segment::Up:
        out.resize(out.empty() ? 0 : std::min(out.rfind('/'), out.size()));
        [[fallthrough]];
      case Segment::Here:
        if (last) out += '/';
        break;
      case Segment::Plain:
        out += '/';
        append_encoded(out, segment, kPathSet);
    }
    if (last) return;
    path.remove_prefix(end + 1);
  }
}

// Splits "path?query#fragment" and puts query and fragment into `url`; gives the path as written.
std::string_view take_tail(Url& url, std::string_view text) {
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    url.fragment = encoded(text.substr(hash + 1), kFragmentSet);
    text = text.substr(0, hash);
  }
  if (const std::size_t question = text.find('?'); question != std::string_view::npos) {
    url.query = encoded(text.substr(question + 1), kQuerySet);
    text = text.substr(0, question);
  }
  return text;
}

void set_path(Url& url, std::string_view path) {
  if (!path.empty() && is_slash(path.front())) path.remove_prefix(1);
  url.path.clear();
  append_path(url.path, path);
}

Done read_authority(Url& url, std::string_view authority, std::string_view whole) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    const std::string_view userinfo = authority.substr(0, at);
    const std::size_t colon = userinfo.find(':');
    url.userinfo = encoded(userinfo.substr(0, colon), kUserinfoSet);
    if (colon != std::string_view::npos) url.userinfo += ':' + encoded(userinfo.substr(colon + 1), kUserinfoSet);
    authority.remove_prefix(at + 1);
  }
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon = bracket == std::string_view::npos ? bracket : authority.find(':', bracket);
  if (colon != std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
    unsigned port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (!digits.empty() && (error != std::errc() || end != digits.data() + digits.size() || port > 65535 || port == 0))
      return bad_url(whole, "port");
    url.port = static_cast<std::uint16_t>(port);
    authority = authority.substr(0, colon);
  }
  if (url.port == (url.scheme == "https" ? 443 : 80)) url.port = 0;
  const bool escaped = authority.find('%') != std::string_view::npos;
  auto host = parse_host(escaped ? percent_decode(authority) : authority, HostRules::Link);
  if (!host) return fail(std::move(host));
  url.host = std::move(host->ascii);
  return {};
}

// What follows "scheme:" of an absolute URL, or a reference that begins with two slashes.
Result<Url> read_hierarchy(std::string_view scheme, std::string_view rest, std::string_view whole) {
  Url url;
  url.scheme = scheme;
  while (!rest.empty() && is_slash(rest.front())) rest.remove_prefix(1);
  const std::size_t end = std::min(rest.find_first_of("/\\?#"), rest.size());
  if (auto read = read_authority(url, rest.substr(0, end), whole); !read) return fail(std::move(read));
  set_path(url, take_tail(url, rest.substr(end)));
  return url;
}

Result<Url> read_absolute(std::string_view text, std::string_view whole) {
  const std::string_view written = scheme_of(text);
  if (written.empty()) return bad_url(whole, "no scheme");
  const std::string_view scheme = web_scheme(written);
  if (scheme.empty()) return not_http(whole);
  return read_hierarchy(scheme, text.substr(written.size() + 1), whole);
}

// A reference without scheme and host.
Url resolve_relative(const Url& base, std::string_view text) {
  Url url = base;
  url.fragment.clear();
  if (text.empty()) return url;
  if (text.front() == '#') {
    url.fragment = encoded(text.substr(1), kFragmentSet);
    return url;
  }
  url.query.clear();
  const std::string_view path = take_tail(url, text);
  if (path.empty()) return url;
  if (is_slash(path.front())) {
    set_path(url, path);
    return url;
  }
  url.path.resize(std::min(url.path.rfind('/'), url.path.size()));
  append_path(url.path, path);
  return url;
}

}  // namespace

bool may_hold(std::string_view reference, std::string_view word) {
  const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  // What alone tells: white space, controls, escapes, characters beyond ASCII.
  static constexpr ByteSet kTells = encode_set("%");
  const char *const begin = reference.data(), *const end = begin + reference.size();
  const char small = word.front(), large = static_cast<char>(small & ~0x20);
  for (const char* at = begin; at != end; ++at) {
    if (kTells[static_cast<unsigned char>(*at)]) return true;
    if ((*at != small && *at != large) || static_cast<std::size_t>(end - at) < word.size()) continue;
    if (std::ranges::equal(word, std::string_view(at, word.size()), {}, {}, folded)) return true;
  }
  return false;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && text.size() - i > 2 && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  append_encoded(out, text, kReservedSet);
  return out;
}

std::uint16_t Url::effective_port() const {
  if (port != 0) return port;
  return scheme == "https" ? 443 : 80;
}

std::string Url::path_and_query() const {
  return query.empty() ? path : path + "?" + query;
}

std::string Url::to_string() const {
  std::string text = scheme + "://";
  if (!userinfo.empty()) text += userinfo + "@";
  text += host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != 0) text += ":" + std::to_string(port);
  text += path_and_query();
  if (!fragment.empty()) text += "#" + fragment;
  return text;
}

Result<Url> parse_url(std::string_view raw) {
  if (raw.size() > UrlLimits::kInputBytes) return bad_url(raw, "too long");
  std::string cleaned;
  std::string folded;
  return read_absolute(fold_front(clean(raw, cleaned), folded), raw);
}

std::string host_in(std::string_view url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->host : std::string();
}

Result<Url> resolve(const Url& base, std::string_view raw) {
  if (raw.size() > UrlLimits::kInputBytes) return bad_url(raw, "too long");
  std::string cleaned;
  std::string folded;
  const std::string_view text = fold_front(clean(raw, cleaned), folded);
  const std::string_view written = scheme_of(text);
  if (written.empty()) {
    if (text.size() >= 2 && is_slash(text[0]) && is_slash(text[1])) return read_hierarchy(base.scheme, text, raw);
    return resolve_relative(base, text);
  }
  // "http:page.html" is relative when the page's scheme is the same (WHATWG "special relative or authority state").
  const std::string_view rest = text.substr(written.size() + 1);
  const bool slashes = rest.size() >= 2 && is_slash(rest[0]) && is_slash(rest[1]);
  if (!slashes && web_scheme(written) == base.scheme) return resolve_relative(base, rest);
  return read_absolute(text, raw);
}

Result<Url> parse_address(std::string_view raw) {
  if (raw.size() > UrlLimits::kInputBytes) return bad_url(raw, "too long");
  std::string cleaned;
  std::string folded;
  std::string_view text = fold_front(clean(raw, cleaned), folded);
  // "localhost:8080" has what looks like a scheme; a real one is followed by no digit.
  const std::string_view written = scheme_of(text);
  const bool port_follows = !written.empty() && text.size() > written.size() + 1 && is_digit(text[written.size() + 1]);
  if (!written.empty() && !port_follows) return read_absolute(text, raw);
  const std::string completed = "https://" + std::string(text);
  return read_absolute(fold_front(completed, folded), raw);
}

}  // namespace huabiao::web
