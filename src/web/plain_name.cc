#include "web/plain_name.h"

#include <cstdint>

#include "base/utf8.h"
#include "web/host.h"

namespace huabiao::web {
namespace {

constexpr std::size_t kMostLabelBytes = 63;

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

}  // namespace huabiao::web
