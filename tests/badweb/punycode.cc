#include "punycode.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/utf8.h"

namespace huabiao::badweb {
namespace {

// RFC 3492 §5: parameters of Punycode.
constexpr std::uint32_t kBase = 36, kMin = 1, kMax = 26, kSkew = 38, kDamp = 700;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > (kBase - kMin) * kMax / 2; k += kBase) delta /= kBase - kMin;
  return k + (kBase - kMin + 1) * delta / (delta + kSkew);
}

char digit(std::uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + value - 26);
}

void append_variable_length(std::string& out, std::uint32_t delta, std::uint32_t bias) {
  for (std::uint32_t k = kBase;; k += kBase) {
    const std::uint32_t t = k <= bias ? kMin : std::min(k - bias, kMax);
    if (delta < t) break;
    out += digit(t + (delta - t) % (kBase - t));
    delta = (delta - t) / (kBase - t);
  }
  out += digit(delta);
}

std::string encode_label(const std::vector<char32_t>& label) {
  std::string out;
  for (const char32_t c : label)
    if (c < 0x80) out += static_cast<char>(c);
  const auto basic = static_cast<std::uint32_t>(out.size());
  if (basic == label.size()) return out;
  if (basic > 0) out += '-';
  std::uint32_t n = 0x80, delta = 0, bias = 72, handled = basic;
  while (handled < label.size()) {
    char32_t smallest = 0x10FFFF;
    for (const char32_t c : label)
      if (c >= n) smallest = std::min(smallest, c);
    delta += (smallest - n) * (handled + 1);
    n = smallest;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      append_variable_length(out, delta, bias);
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return "xn--" + out;
}

}  // namespace

std::string to_a_labels(std::string_view host) {
  std::string out;
  std::vector<char32_t> label;
  while (!host.empty()) {
    const char32_t c = utf8::next(host);
    if (c != U'.') {
      label.push_back(c);
      continue;
    }
    out += encode_label(label) + ".";
    label.clear();
  }
  return out + encode_label(label);
}

}  // namespace huabiao::badweb
