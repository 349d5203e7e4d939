#include "web/resolver.h"

#include <algorithm>
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
  if (host.size() > 100 || !std::ranges::all_of(host, is_host_character) || host.find("--") != std::string_view::npos)
    return false;
  const auto dot = host.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == host.size() || host.front() == '.') return false;
  const char first = host[dot + 1];
  if (first < 'a' || first > 'z' || host.find("..") != std::string_view::npos) return false;
  for (std::size_t begin = 0; begin < host.size();) {
    const std::size_t end = std::min(host.find('.', begin), host.size());
    if (end - begin > 63) return false;
    begin = end + 1;
  }
  return true;
}

// Path, query and fragment that are kept byte for byte.
bool is_plain_tail(std::string_view tail) {
  if (!std::ranges::all_of(tail, [](char c) { return kPlain[static_cast<unsigned char>(c)]; })) return false;
  const std::string_view path = tail.substr(0, tail.find_first_of("?#"));
  if (path.starts_with('.') || path.find("/.") != std::string_view::npos) return false;  // a dot segment, perhaps
  if (tail.ends_with('?') || tail.ends_with('#')) return false;                          // an empty part is dropped
  return tail.find("?#") == std::string_view::npos;
}

}  // namespace

Resolver::Resolver(Url base) : base_(std::move(base)) {
  Url origin = base_;
  origin.path = "/";
  origin.query.clear();
  origin.fragment.clear();
  origin_ = origin.to_string();
  origin_.pop_back();
  directory_ = origin_ + base_.path.substr(0, base_.path.rfind('/') + 1);
}

std::optional<Resolved> Resolver::join(std::string_view text) const {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view rest = text.substr(scheme.size());
    const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    const std::string_view tail = rest.substr(host.size());
    if (!is_plain_host(host) || !is_plain_tail(tail)) return std::nullopt;
    const bool has_path = tail.starts_with('/');
    std::string url;
    url.reserve(text.size() + 1);
    url.append(scheme).append(host).append(has_path ? "" : "/").append(tail);
    return Resolved{std::move(url), std::string(host)};
  }
  if (text.empty() || text.front() == '?' || text.front() == '#' || text.starts_with("//") || !is_plain_tail(text))
    return std::nullopt;
  std::string url;
  const std::string& front = text.front() == '/' ? origin_ : directory_;
  url.reserve(front.size() + text.size());
  url.append(front).append(text);
  return Resolved{std::move(url), base_.host};
}

std::optional<Resolved> Resolver::resolve(std::string_view reference) const {
  if (reference.size() > UrlLimits::kInputBytes) return std::nullopt;
  if (auto joined = join(reference)) return joined;
  auto url = web::resolve(base_, reference);
  if (!url) return std::nullopt;
  std::string text = url->to_string();
  return Resolved{std::move(text), std::move(url->host)};
}

}  // namespace huabiao::web
