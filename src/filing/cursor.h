#pragma once
// Cursor: walks UTF-8 text code point by code point, full-width forms read as plain ones, places kept in bytes. What
// the finders of this room are written with. Lifetime: the text outlives it.

#include <string>
#include <string_view>

#include "base/utf8.h"

namespace huabiao::filing {

inline char32_t fold(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  return c;
}

class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  // The folded code point here; 0 at the end.
  [[nodiscard]] char32_t peek() const {
    if (done()) return 0;
    std::string_view rest = text_.substr(at_);
    return fold(utf8::next(rest));
  }
  char32_t take() {
    if (done()) return 0;
    std::string_view rest = text_.substr(at_);
    const char32_t c = fold(utf8::next(rest));
    at_ = text_.size() - rest.size();
    return c;
  }
  bool take_if(char32_t wanted) {
    if (done() || peek() != wanted) return false;
    take();
    return true;
  }
  // Takes white space, line ends too unless told otherwise; says whether there was any.
  bool skip_space(bool over_lines = true) {
    const std::size_t start = at_;
    while (!done() && utf8::is_space(peek()) && (over_lines || (peek() != '\n' && peek() != '\r'))) take();
    return at_ != start;
  }
  std::string take_digits() {
    std::string digits;
    while (peek() >= '0' && peek() <= '9') digits += static_cast<char>(take());
    return digits;
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

// Where the code point that ends before `at` begins. Requires: at > 0.
inline std::size_t step_back(std::string_view text, std::size_t at) {
  std::size_t begin = at - 1;
  for (int i = 0; i < 3 && begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80; ++i) --begin;
  return begin;
}

// The code point before `at`, white space (at most two of it) stepped over; empty at the beginning.
inline std::string_view before(std::string_view text, std::size_t at) {
  for (int spaces = 0; at > 0; ++spaces) {
    const std::size_t begin = step_back(text, at);
    std::string_view rest = text.substr(begin);
    if (spaces > 2 || !utf8::is_space(utf8::next(rest))) return text.substr(begin, at - begin);
    at = begin;
  }
  return {};
}

}  // namespace huabiao::filing
