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

// Four numbers written as addresses are: no leading zero, none above 255.
bool is_plain_ipv4(std::string_view host) {
  int parts = 0, value = -1;
  for (const char c : host) {
    if (c == '.') {
      if (value < 0 || ++parts > 3) return false;
      value = -1;
    } else {
      if (c < '0' || c > '9' || value == 0) return false;
      value = (value < 0 ? 0 : value * 10) + (c - '0');
      if (value > 255) return false;
    }
  }
  return parts == 3 && value >= 0;
}

// A name no rule changes: lower-case labels, none an A-label, the last not a number; or an IPv4 address.
bool is_plain_host(std::string_view host) {
  if (host.empty() || host.size() > 100) return false;
  if (host.back() >= '0' && host.back() <= '9' && is_plain_ipv4(host)) return true;
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

// A port that stays: a number of up to five digits, below 65536, not the scheme's own.
bool is_plain_port(std::string_view port, std::string_view scheme) {
  if (port.empty() || port.size() > 5 || port.front() == '0' || port == (scheme == "http" ? "80" : "443")) return false;
  unsigned value = 0;
  for (const char c : port) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value < 65536;
}

// Is the byte plain where it stands? A segment that may mean a folder and a part that is empty are not.
bool is_plain_after(char before, char c) {
  return kPlain[static_cast<unsigned char>(c)] && !(c == '.' && before == '/') && !(c == '#' && before == '?');
}

// Path, query and fragment that are kept byte for byte; `percent`: one is in it.
bool is_plain_tail(std::string_view tail, bool& percent) {
  const char *at = tail.data(), *const end = at + tail.size();
#ifdef __SSE2__
  // Sixteen at a time: what is no sign, digit or letter, the few signs that are encoded, and the pairs.
  // The last of them are looked at over again, where there is a part of sixteen left.
  for (unsigned slash = 0, question = 0; end - at >= 16; at += end - at >= 32 || end - at == 16 ? 16 : end - at - 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto between = [block](char below, char above) {
      return _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8(below)), _mm_cmplt_epi8(block, _mm_set1_epi8(above)));
    };
    const auto is = [block](char c) { return _mm_cmpeq_epi8(block, _mm_set1_epi8(c)); };
    const auto bits = [](__m128i mask) { return static_cast<unsigned>(_mm_movemask_epi8(mask)); };
    const __m128i brackets =
        _mm_or_si128(between('Z', '_'), _mm_or_si128(between('z', '~'), _mm_or_si128(is('<'), is('>'))));
    const __m128i encoded = _mm_or_si128(brackets, _mm_or_si128(is('"'), _mm_or_si128(is('\''), is('`'))));
    if (bits(_mm_andnot_si128(encoded, between(' ', '\x7F'))) != 0xFFFF) return false;
    slash |= bits(is('/')) << 1;
    question |= bits(is('?')) << 1;
    if ((slash & bits(is('.'))) != 0 || (question & bits(is('#'))) != 0) return false;
    percent |= bits(is('%')) != 0;
    slash >>= 16;
    question >>= 16;
  }
#endif
  for (char before = at == tail.data() ? '/' : at[-1]; at != end; before = *at++) {
    if (!is_plain_after(before, *at)) return false;
    percent |= *at == '%';
  }
  return true;
}

bool is_plain_tail(std::string_view tail) {
  if (tail.empty()) return true;
  if (tail.front() == '.' || tail.back() == '?' || tail.back() == '#') return false;
  bool percent = false;
  return is_plain_tail(tail, percent) && (!percent || tail.find("%2") == std::string_view::npos);
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

bool Resolver::join_host(std::string_view scheme, std::string_view rest, Resolved& out) const {
  const std::string_view authority = rest.substr(0, authority_end(rest)), tail = rest.substr(authority.size());
  const std::size_t colon = authority.find(':');
  const std::string_view host = authority.substr(0, colon);
  if (colon != std::string_view::npos && !is_plain_port(authority.substr(colon + 1), scheme)) return false;
  // The page's own host, as it is kept, needs no reading again, whatever it is.
  if ((host != base_.host && !is_plain_host(host)) || !is_plain_tail(tail)) return false;
  out.url.assign(scheme).append("://").append(authority);
  if (!tail.starts_with('/')) out.url += '/';
  out.url.append(tail);
  out.host = host;
  return true;
}

bool Resolver::join(std::string_view text, Resolved& out) const {
  if (text.empty() || text.front() == '?') return false;
  if (text.starts_with("//")) return join_host(base_.scheme, text.substr(2), out);
  if (text.starts_with("http://")) return join_host("http", text.substr(7), out);
  if (text.starts_with("https://")) return join_host("https", text.substr(8), out);
  std::string_view front = text.front() == '/' ? origin_ : text.front() == '#' ? page_ : directory_;
  while (text.starts_with("./") || text.starts_with("../")) {
    const bool up = text.starts_with("../");
    text.remove_prefix(up ? 3 : 2);
    if (up && front.size() > origin_.size() + 1) front = front.substr(0, front.rfind('/', front.size() - 2) + 1);
    if (text.empty() || std::string_view("/?#").find(text.front()) != std::string_view::npos) return false;
  }
  if (text == "#") text = {};
  // A colon may be a scheme's.
  if (!is_plain_tail(text) || (front.size() == directory_.size() && text.find(':') != std::string_view::npos))
    return false;
  out.url.assign(front).append(text);
  out.host = base_.host;
  return true;
}

bool Resolver::resolve(std::string_view reference, Resolved& out) const {
  if (reference.size() > UrlLimits::kInputBytes || has_foreign_scheme(reference)) return false;
  if (join(reference, out)) return true;
  auto url = web::resolve(base_, reference);
  if (!url) return false;
  out.url = url->to_string();
  out.host = std::move(url->host);
  return true;
}

}  // namespace huabiao::web
