#include "web/resolver.h"

#include <array>
#include <utility>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace huabiao::web {
namespace {

// Bytes that stay as they are in a path, a query and a fragment alike.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) plain[c] = plain[c - 'a' + 'A'] = true;
  for (unsigned char c = '0'; c <= '9'; ++c) plain[c] = true;
  for (const char c : std::string_view("-_.~/?#=&+,;!*()$@%:")) plain[static_cast<unsigned char>(c)] = true;
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

bool is_plain(std::string_view text) {
  const char *at = text.data(), *const end = at + text.size();
#ifdef __SSE2__
  // Sixteen at a time: what is no sign, digit or letter, and the few signs that are encoded.
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto between = [block](char below, char above) {
      return _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8(below)), _mm_cmplt_epi8(block, _mm_set1_epi8(above)));
    };
    const auto is = [block](char c) { return _mm_cmpeq_epi8(block, _mm_set1_epi8(c)); };
    const __m128i brackets =
        _mm_or_si128(between('Z', '_'), _mm_or_si128(between('z', '~'), _mm_or_si128(is('<'), is('>'))));
    const __m128i encoded = _mm_or_si128(brackets, _mm_or_si128(is('"'), _mm_or_si128(is('\''), is('`'))));
    if (_mm_movemask_epi8(_mm_andnot_si128(encoded, between(' ', '\x7F'))) != 0xFFFF) return false;
  }
#endif
  while (at != end && kPlain[static_cast<unsigned char>(*at)]) ++at;
  return at == end;
}

// Path, query and fragment that are kept byte for byte: no segment that may mean a folder, no part that is empty.
bool is_plain_tail(std::string_view tail) {
  if (!is_plain(tail)) return false;
  if (tail.empty()) return true;
  if (tail.front() == '.' || tail.back() == '?' || tail.back() == '#') return false;
  for (std::size_t dot = tail.find('.'); dot != std::string_view::npos; dot = tail.find('.', dot + 1))
    if (tail[dot - 1] == '/') return false;
  return tail.find("%2") == std::string_view::npos && tail.find("?#") == std::string_view::npos;
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

std::optional<Resolved> Resolver::join_host(std::string_view scheme, std::string_view rest) const {
  const std::string_view host = rest.substr(0, authority_end(rest));
  const std::string_view tail = rest.substr(host.size());
  if (!is_plain_host(host) || !is_plain_tail(tail)) return std::nullopt;
  std::string url;
  url.reserve(scheme.size() + 4 + rest.size());
  url.append(scheme).append("://").append(host).append(tail.starts_with('/') ? "" : "/").append(tail);
  return Resolved{std::move(url), std::string(host)};
}

std::optional<Resolved> Resolver::join(std::string_view text) const {
  if (text.empty() || text.front() == '?') return std::nullopt;
  if (text.starts_with("//")) return join_host(base_.scheme, text.substr(2));
  for (const std::string_view scheme : {"https", "http"})
    if (text.starts_with(scheme) && text.substr(scheme.size()).starts_with("://"))
      return join_host(scheme, text.substr(scheme.size() + 3));
  std::string_view front = text.front() == '/' ? origin_ : text.front() == '#' ? page_ : directory_;
  while (text.starts_with("./") || text.starts_with("../")) {
    const bool up = text.starts_with("../");
    text.remove_prefix(up ? 3 : 2);
    if (up && front.size() > origin_.size() + 1) front = front.substr(0, front.rfind('/', front.size() - 2) + 1);
    if (text.empty() || std::string_view("/?#").find(text.front()) != std::string_view::npos) return std::nullopt;
  }
  // A colon may be a scheme's.
  if (!is_plain_tail(text) || (front.size() == directory_.size() && text.find(':') != std::string_view::npos))
    return std::nullopt;
  std::string url;
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
