#pragma once
// What bytes say of their own encoding. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace huabiao::web {

struct Utf8Look {
  std::size_t sequences = 0;  // well-formed ones of two bytes and more
  std::size_t errors = 0;     // one cut off at the very end is none
};
Utf8Look look_as_utf8(std::string_view bytes);

struct GbLook {
  std::size_t pairs = 0;   // characters of two or four bytes
  std::size_t common = 0;  // of them those of GB 2312: everyday Chinese
  std::size_t errors = 0;
  // Every byte fits and the text is what Chinese pages are made of.
  [[nodiscard]] bool plausible(std::size_t least_pairs) const {
    return errors == 0 && pairs >= least_pairs && common * 10 >= pairs * 8;
  }
};
GbLook look_as_gb18030(std::string_view bytes);

// "UTF-16LE" or "UTF-16BE" when every other byte of a markup page is zero; empty otherwise.
std::string_view utf16_without_mark(std::string_view bytes);

// By statistics, for bytes that are neither ASCII nor UTF-8. Never empty: "windows-1252" when nothing fits better.
std::string detect_legacy(std::string_view bytes);

}  // namespace huabiao::web
