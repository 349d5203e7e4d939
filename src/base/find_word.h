#pragma once
// find_word: text.find(word, from), quick also where the word's first byte is common, as every Chinese word's is. Pure;
// any thread. holds_word: is it there at all?

#include <cstring>
#include <string_view>

namespace huabiao {

inline std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0) {
  if (from > text.size() || text.size() - from < word.size()) return std::string_view::npos;
  if (word.empty()) return from;
  const void* found = memmem(text.data() + from, text.size() - from, word.data(), word.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

inline bool holds_word(std::string_view text, std::string_view word) {
  return find_word(text, word) != std::string_view::npos;
}

}  // namespace huabiao
