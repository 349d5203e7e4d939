#include "web/resolver.h"

#include <array>
#include <utility>

namespace huabiao::web {
namespace {

// Bytes that stay as they are in a path, a query and a fragment alike, and mean nothing there. '%' may be a dot
// segment's, ':' a scheme's, so these are not among them.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) plain[c] = plain[c - 'a' + 'A'] = true;
  for (unsigned char c = '0'; c <= '9'; ++c) plain[c] = true;
  for (const char c : std::string_view("-_.~/?#=&+,;!*()$@")) plain[static_cast<unsigned char>(c)] = true;
  return plain;
}();

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// A name no rule changes: lower-case labels, none an A-label, the last not a number.
bool is_plain_host(std::string_view host) {
  if (host.size() > 100) return false;
  std::size_t label = 0;  // where it begins
  char before = '.';
  for (std::size_t at = 0; at < host.size(); ++at) {
    const char c = host[at];
    if (!is_host_character(c) || ((c == '.' || c == '-') && c == before) || at - label > 63) return false;
    if (c == '.') label = at + 1;
    before = c;
  }
  return label > 0 && label < host.size() && host[label] >= 'a' && host[label] <= 'z';
}

// Path, query and fragment that are kept byte for byte.
bool is_plain_tail(std::string_view tail) {
  char before = '/';
  bool in_path = true;
  for (const char c : tail) {
    if (!kPlain[static_cast<unsigned char>(c)]) return false;
    if (in_path && c == '.' && before == '/') return false;  // a dot segment, perhaps
    if (c == '#' && before == '?') return false;             // an empty part is dropped
    if (c == '?' || c == '#') in_path = false;
    before = c;
  }
  return before != '?' && before != '#';
}

// "javascript:", "mailto:", "data:", whose letters no rule changes.
bool has_foreign_scheme(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z'))) ++at;
  return at > 0 && at < text.size() && text[at] == ':' && text[0] != 'h' && text[0] != 'H';
}

std::size_t authority_end(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && text[at] != '/' && text[at] != '?' && text[at] != '#') ++at;
  return at;
}

}  // namespace

Resolver::Resolver(Url base) : base_(std::move(base)) {
  Url origin = base_;
  origin.path = "/";
  origin.query.clear();
  origin.fragment.clear();
  origin_ = origin.to_string();
  origin_.pop_back();
  page_ = origin_ + base_.path + (base_.query.empty() ? "" : "?" + base_.query);
  directory_ = origin_ + base_.path.substr(0, base_.path.rfind('/') + 1);
}

std::optional<Resolved> Resolver::join(std::string_view text) const {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view rest = text.substr(scheme.size());
    const std::string_view host = rest.substr(0, authority_end(rest));
    const std::string_view tail = rest.substr(host.size());
    if (!is_plain_host(host) || !is_plain_tail(tail)) return std::nullopt;
    const bool has_path = tail.starts_with('/');
    std::string url;
    url.reserve(text.size() + 1);
    url.append(scheme).append(host).append(has_path ? "" : "/").append(tail);
    return Resolved{std::move(url), std::string(host)};
  }
  if (text.empty() || text.front() == '?' || text.starts_with("//") || !is_plain_tail(text)) return std::nullopt;
  std::string url;
  const std::string& front = text.front() == '/' ? origin_ : text.front() == '#' ? page_ : directory_;
  url.reserve(front.size() + text.size());
  url.append(front).append(text);
  return Resolved{std::move(url), base_.host};
}

std::optional<Resolved> Resolver::resolve(std::string_view reference) const {
  if (reference.size() > UrlLimits::kInputBytes || has_foreign_scheme(reference)) return std::nullopt;
  if (auto joined = join(reference)) return joined;
  auto url = web::resolve(base_, reference);
  if (!url) return std::nullopt;
  std::string text = url->to_string();
  return Resolved{std::move(text), std::move(url->host)};
}

}  // namespace huabiao::web
