#include "web/idna.h"

#include <algorithm>
#include <cstdint>
#include <idn2.h>
#include <memory>
#include <unictype.h>
#include <vector>

#include "base/utf8.h"

namespace huabiao::web {
namespace {

struct Free {
  void operator()(char* text) const { idn2_free(text); }
};
using OwnedText = std::unique_ptr<char, Free>;

std::unexpected<Error> refuse(std::string_view name, std::string_view why) {
  return fail(Kind::Invalid, "web.bad_host", std::string(utf8::cut(name, 256)) + " (" + std::string(why) + ")",
              "a name of letters, digits, hyphens and dots, such as www.example.gov.cn or 示例.政务");
}

std::vector<std::u32string> labels_of(std::string_view unicode_name) {
  std::vector<std::u32string> labels(1);
  while (!unicode_name.empty()) {
    const char32_t c = utf8::next(unicode_name);
    if (c == '.') {
      labels.emplace_back();
    } else {
      labels.back() += c;
    }
  }
  return labels;
}

enum class Bidi { L, R, AL, EN, AN, NSM, Neutral, Other };

Bidi bidi_of(char32_t c) {
  switch (uc_bidi_category(c)) {
    case UC_BIDI_L:
      return Bidi::L;
    case UC_BIDI_R:
      return Bidi::R;
    case UC_BIDI_AL:
      return Bidi::AL;
    case UC_BIDI_EN:
      return Bidi::EN;
    case UC_BIDI_AN:
      return Bidi::AN;
    case UC_BIDI_NSM:
      return Bidi::NSM;
    case UC_BIDI_ES:
    case UC_BIDI_CS:
    case UC_BIDI_ET:
    case UC_BIDI_ON:
    case UC_BIDI_BN:
      return Bidi::Neutral;
    default:
      return Bidi::Other;
  }
}

bool written_right_to_left(const std::u32string& label) {
  for (const char32_t c : label) {
    const Bidi kind = bidi_of(c);
    if (kind == Bidi::R || kind == Bidi::AL || kind == Bidi::AN) return true;
  }
  return false;
}

// RFC 5893 section 2, rules 1 to 6, for one label of a name that holds right-to-left writing.
bool keeps_bidi_rule(const std::u32string& label) {
  const Bidi first = bidi_of(label.front());
  if (first != Bidi::L && first != Bidi::R && first != Bidi::AL) return false;  // rule 1
  const bool rtl = first != Bidi::L;
  bool european = false;
  bool arabic = false;
  Bidi last = first;
  for (const char32_t c : label) {
    const Bidi kind = bidi_of(c);
    if (kind != Bidi::NSM) last = kind;
    european |= kind == Bidi::EN;
    arabic |= kind == Bidi::AN;
    if (kind == Bidi::Other) return false;
    if (rtl && kind == Bidi::L) return false;                                             // rule 2
    if (!rtl && (kind == Bidi::R || kind == Bidi::AL || kind == Bidi::AN)) return false;  // rule 5
  }
  if (!rtl) return last == Bidi::L || last == Bidi::EN;                                // rule 6
  if (european && arabic) return false;                                                // rule 4
  return last == Bidi::R || last == Bidi::AL || last == Bidi::EN || last == Bidi::AN;  // rule 3
}

// STD3 for what libidn2 leaves alone: the three mathematical signs whose decompositions begin with < = >.
bool has_std3_sign(const std::u32string& label) {
  return label.find_first_of(U"\u2260\u226E\u226F") != std::u32string::npos;
}

bool is_ldh(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// Only what encodes to the same label again is shown decoded: "xn--a" would otherwise stand for a control character.
std::string label_to_unicode(const std::string& label) {
  char* decoded = nullptr;
  const int decoding = idn2_to_unicode_8z8z(label.c_str(), &decoded, 0);
  const OwnedText unicode(decoded);
  if (decoding != IDN2_OK || decoded == nullptr) return label;
  char* encoded = nullptr;
  const int encoding = idn2_to_ascii_8z(decoded, &encoded, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const OwnedText ascii(encoded);
  if (encoding != IDN2_OK || encoded == nullptr) return label;
  const bool same = std::ranges::equal(label, std::string_view(encoded),
                                       [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
  return same ? std::string(decoded) : label;
}

}  // namespace

bool has_a_label(std::string_view name) {
  for (std::size_t at = 0; at + 4 <= name.size(); ++at) {
    if ((at == 0 || name[at - 1] == '.') && (name[at] | 0x20) == 'x' && (name[at + 1] | 0x20) == 'n' &&
        name[at + 2] == '-' && name[at + 3] == '-')
      return true;
  }
  return false;
}

Result<std::string> name_to_ascii(std::string_view name) {
  if (!utf8::valid(name)) return refuse(utf8::scrub(name), "not UTF-8");
  for (const char c : name)
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F) return refuse(name, "control character or space");
  char* encoded = nullptr;
  // Without IDN2_USE_STD3_ASCII_RULES: that flag drops forbidden characters silently; here they are refused below.
  const int status = idn2_to_ascii_8z(std::string(name).c_str(), &encoded, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const OwnedText owned(encoded);
  if (status == IDN2_TOO_BIG_DOMAIN || status == IDN2_TOO_BIG_LABEL || status == IDN2_PUNYCODE_BIG_OUTPUT)
    return fail(Kind::Invalid, "web.host_too_long", std::string(utf8::cut(name, 256)), "63 bytes a label, 253 in all");
  if (status != IDN2_OK || encoded == nullptr) return refuse(name, idn2_strerror(status));
  std::string ascii(encoded);
  if (ascii.ends_with('.')) ascii.pop_back();
  for (const char c : ascii)
    if (!is_ldh(c)) return refuse(name, "forbidden character");

  const std::vector<std::u32string> labels = labels_of(name_to_unicode(ascii));
  bool bidi = false;
  for (const std::u32string& label : labels) {
    if (label.empty()) return refuse(name, "empty label");
    if (has_std3_sign(label)) return refuse(name, "forbidden character");
    bidi = bidi || written_right_to_left(label);
  }
  if (bidi)
    for (const std::u32string& label : labels)
      if (!keeps_bidi_rule(label)) return refuse(name, "mixed direction of writing");
  return ascii;
}

std::string name_to_unicode(std::string_view ascii_name) {
  std::string unicode;
  while (true) {
    const std::size_t dot = ascii_name.find('.');
    const std::string label(ascii_name.substr(0, dot));
    unicode += has_a_label(label) ? label_to_unicode(label) : label;
    if (dot == std::string_view::npos) return unicode;
    unicode += '.';
    ascii_name.remove_prefix(dot + 1);
  }
}

}  // namespace huabiao::web
