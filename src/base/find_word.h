#pragma once
// find_word: text.find(word, from), quick also where the word's first byte is common, as every Chinese word's is. Pure;
// any thread. holds_word: is it there at all?

#include <string_view>

namespace huabiao {

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);

inline bool holds_word(std::string_view text, std::string_view word) {
  return find_word(text, word) != std::string_view::npos;
}

}  // namespace huabiao
