#include "web/plain_name.h"

#include <cstdint>

#include "base/utf8.h"
#include "web/host.h"

namespace huabiao::web {
namespace {

constexpr std::size_t kMostLabelBytes = 63;
// What the places of a label may be moved by: as many characters of those below U+9FA6.
constexpr std::uint32_t kMostDelta = 0xA000 * (kMostLabelBytes + 1);

// U+4E00..U+9FA5, the characters of Unicode 1.1: valid in every version of UTS 46, mapped to themselves, composed.
bool is_common_han(char32_t c) {
  return c >= 0x4E00 && c <= 0x9FA5;
}

bool is_ldh(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

// RFC 3492 6.1, with the parameters of 5.
std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / 700 : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > 455; k += 36) delta /= 35;
  return k + 36 * delta / (delta + 38);
}

void put_digits(std::string& out, std::uint32_t delta, std::uint32_t bias) {
  std::uint32_t q = delta;
  for (std::uint32_t k = 36;; k += 36) {
    const std::uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
    const std::uint32_t digit = q < t ? q : t + (q - t) % (36 - t);
    out += static_cast<char>(digit < 26 ? 'a' + digit : '0' + digit - 26);
    if (q < t) return;
    q = (q - t) / (36 - t);
  }
}

// RFC 3492 6.3. A label of at most 63 characters below U+9FA6 cannot overflow 32 bits.
std::string punycode(std::u32string_view label) {
  std::string out;
  for (const char32_t c : label)
    if (c < 0x80) out += static_cast<char>(c);
  const auto basic = static_cast<std::uint32_t>(out.size());
  if (basic > 0) out += '-';
  std::uint32_t n = 0x80, delta = 0, bias = 72, handled = basic;
  while (handled < label.size()) {
    std::uint32_t next = 0x110000;
    for (const char32_t c : label)
      if (c >= n && c < next) next = c;
    delta += (next - n) * (handled + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      put_digits(out, delta, bias);
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

// RFC 3492 6.2. Nothing: no such digits, or a character that is not plain.
std::optional<std::u32string> from_punycode(std::string_view digits) {
  std::u32string label;
  const std::size_t hyphen = digits.rfind('-');
  if (hyphen != std::string_view::npos) {
    for (const char c : digits.substr(0, hyphen)) label += static_cast<unsigned char>(c);
    digits.remove_prefix(hyphen + 1);
  }
  std::uint32_t n = 0x80, i = 0, bias = 72;
  while (!digits.empty()) {
    const std::uint32_t before = i;
    std::uint32_t weight = 1;
    for (std::uint32_t k = 36;; k += 36) {
      if (digits.empty()) return std::nullopt;
      const char c = digits.front();
      digits.remove_prefix(1);
      if (!is_ldh(static_cast<unsigned char>(c)) || c == '-') return std::nullopt;
      const auto digit = static_cast<std::uint32_t>(c >= 'a' ? c - 'a' : c - '0' + 26);
      if (digit > (kMostDelta - i) / weight) return std::nullopt;
      i += digit * weight;
      const std::uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < t) break;
      if (weight > kMostDelta / (36 - t)) return std::nullopt;
      weight *= 36 - t;
    }
    const auto points = static_cast<std::uint32_t>(label.size()) + 1;
    bias = adapt(i - before, points, before == 0);
    n += i / points;
    i %= points;
    if (!is_common_han(n)) return std::nullopt;
    label.insert(label.begin() + static_cast<std::ptrdiff_t>(i++), static_cast<char32_t>(n));
  }
  return label;
}

// Adds one label; false: not plain.
bool add_label(std::u32string_view label, bool han, std::string& out) {
  if (label.empty() || label.size() > kMostLabelBytes || label.front() == '-' || label.back() == '-') return false;
  if (label.size() >= 4 && label[2] == '-' && label[3] == '-') return false;
  const std::size_t before = out.size();
  if (han) {
    out += "xn--" + punycode(label);
  } else {
    for (const char32_t c : label) out += static_cast<char>(c);
  }
  return out.size() - before <= kMostLabelBytes;
}

}  // namespace

std::optional<std::string> plain_name_to_ascii(std::string_view name) {
  std::string out;
  std::u32string label;
  bool han = false;
  for (std::string_view rest = name; !rest.empty();) {
    const char32_t c = utf8::next(rest);
    if (c == '.') {
      if (!add_label(label, han, out)) return std::nullopt;
      out += '.';
      label.clear();
      han = false;
    } else if (is_common_han(c) || is_ldh(c)) {
      han = han || !is_ldh(c);
      label += c;
    } else {
      return std::nullopt;
    }
  }
  if (!add_label(label, han, out) || out.size() > HostLimits::kNameBytes) return std::nullopt;
  return out;
}

std::optional<std::string> plain_name_to_unicode(std::string_view ascii) {
  constexpr std::string_view kPrefix = "xn--";
  if (ascii.size() > HostLimits::kNameBytes) return std::nullopt;
  std::string out;
  for (std::string_view rest = ascii;;) {
    const std::size_t dot = rest.find('.');
    const std::string_view written = rest.substr(0, dot);
    if (written.starts_with(kPrefix)) {
      const auto label = from_punycode(written.substr(kPrefix.size()));
      if (!label) return std::nullopt;
      for (const char32_t c : *label) utf8::append(out, c);
    } else {
      out += written;
    }
    if (dot == std::string_view::npos) break;
    out += '.';
    rest.remove_prefix(dot + 1);
  }
  return plain_name_to_ascii(out) == ascii ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace huabiao::web
