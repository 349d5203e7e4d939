#include "web/charset_detect.h"

#include <algorithm>
#include <memory>
#include <uchardet/uchardet.h>

#include "base/utf8.h"
#include "web/charset.h"

namespace huabiao::web {
namespace {

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::string by_statistics(std::string_view bytes) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
  if (detector == nullptr || uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

}  // namespace

Utf8Look look_as_utf8(std::string_view bytes) {
  Utf8Look look;
  while (!bytes.empty()) {
    if (byte_at(bytes, 0) < 0x80) {
      bytes.remove_prefix(1);
      continue;
    }
    const std::string_view before = bytes;
    const char32_t c = utf8::next(bytes);
    const std::size_t taken = before.size() - bytes.size();
    const bool replaced = c == 0xFFFD && before.substr(0, taken) != "\xEF\xBF\xBD";
    if (!replaced)
      ++look.sequences;
    else if (!bytes.empty() || taken >= 4 || byte_at(before, 0) < 0xC2)
      ++look.errors;
  }
  return look;
}

GbLook look_as_gb18030(std::string_view bytes) {
  GbLook look;
  for (std::size_t i = 0; i < bytes.size();) {
    const unsigned char a = byte_at(bytes, i);
    if (a < 0x80) {
      ++i;
      continue;
    }
    if (i + 1 >= bytes.size()) break;  // cut off at the very end: no error
    const unsigned char b = byte_at(bytes, i + 1);
    if (a == 0x80 || a == 0xFF) {
      ++look.errors;
      ++i;
    } else if (b >= 0x40 && b != 0x7F && b != 0xFF) {
      ++look.pairs;
      if (a >= 0xA1 && a <= 0xF7 && b >= 0xA1) ++look.common;
      i += 2;
    } else if (b >= 0x30 && b <= 0x39) {
      if (i + 3 >= bytes.size()) break;
      const bool four = byte_at(bytes, i + 2) >= 0x81 && byte_at(bytes, i + 2) != 0xFF &&
                        byte_at(bytes, i + 3) >= 0x30 && byte_at(bytes, i + 3) <= 0x39;
      four ? ++look.pairs : ++look.errors;
      i += four ? 4 : 1;
    } else {
      ++look.errors;
      ++i;
    }
  }
  return look;
}

std::string_view utf16_without_mark(std::string_view bytes) {
  const std::size_t pairs = std::min<std::size_t>(bytes.size(), 2048) / 2;
  if (pairs < 4) return {};
  std::size_t zero_first = 0, zero_second = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    zero_first += bytes[2 * i] == 0;
    zero_second += bytes[2 * i + 1] == 0;
  }
  const auto many = pairs * 3 / 10 + 1, few = pairs / 20;
  if (zero_second >= many && zero_first <= few) return "UTF-16LE";
  if (zero_first >= many && zero_second <= few) return "UTF-16BE";
  return {};
}

std::string detect_legacy(std::string_view bytes) {
  bytes = bytes.substr(0, CharsetLimits::kDetectBytes);
  const std::string found = by_statistics(bytes);
  std::string encoding(encoding_for_label(found));
  const GbLook gb = look_as_gb18030(bytes);
  const bool other_script = encoding == "Big5" || encoding == "Shift_JIS" || encoding == "EUC-KR" ||
                            encoding == "EUC-JP" || encoding == "ISO-2022-JP";
  // Short Chinese texts look Western, Cyrillic or Thai to statistics. Two thirds of their bytes beyond ASCII come in
  // pairs that everyday Chinese is made of, which accented letters between ASCII ones never do.
  if (!other_script && gb.plausible(2)) return "GB18030";
  if (encoding == "GBK" || encoding == "GB18030") return "GB18030";
  if (encoding.empty() || encoding == "UTF-8") return "windows-1252";
  return encoding;
}

}  // namespace huabiao::web
