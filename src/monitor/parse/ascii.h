#pragma once
// Characters as HTML, CSS and script sources compare them: ASCII alone, no locale. Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao::monitor::ascii {

constexpr bool is_space(char c) {
  constexpr unsigned kControls = 1U << '\t' | 1U << '\n' | 1U << '\f' | 1U << '\r';
  const auto code = static_cast<unsigned char>(c);
  return code <= ' ' && (code == ' ' || (kControls >> code & 1) != 0);
}
constexpr bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alnum(char c) {
  return is_alpha(c) || is_digit(c);
}
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}
inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}
// `word` in lower case.
constexpr bool starts_with_nocase(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (lower(text[i]) != word[i]) return false;
  return true;
}
constexpr std::size_t find_nocase(std::string_view text, std::string_view word, std::size_t from = 0) {
  for (; from + word.size() <= text.size(); ++from)
    if (lower(text[from]) == word.front() && starts_with_nocase(text.substr(from), word)) return from;
  return std::string_view::npos;
}

}  // namespace huabiao::monitor::ascii
