#pragma once
// ScriptWords: the words of a script that mean something to its readers, found by one look instead of a comparison with
// each. Pure; any thread.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {

namespace script {

// Sign: one that a reader may mind; Other: what none of them does.
enum class Class : std::uint8_t { Other, Sign, Space, Word, Quote };

inline constexpr auto kClasses = [] {
  std::array<Class, 256> table{};
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    Class& of = table[static_cast<std::size_t>(code)];
    if (ascii::is_space(c)) of = Class::Space;
    if (ascii::is_alnum(c) || c == '_' || c == '$') of = Class::Word;
    if (c == '"' || c == '\'' || c == '`') of = Class::Quote;
    if (std::string_view("[(/<&?={};").find(c) != std::string_view::npos) of = Class::Sign;
  }
  return table;
}();

constexpr Class class_of(char c) {
  return kClasses[static_cast<unsigned char>(c)];
}
constexpr bool is_word(char c) {
  return class_of(c) == Class::Word;
}
constexpr bool is_quote(char c) {
  return class_of(c) == Class::Quote;
}
// Behind the white space at `at`, which in scripts is one blank or the indentation of a line.
inline const char* skip_space(const char* at, const char* end) {
  for (int i = 0; i < 2; ++i, ++at)
    if (at == end || class_of(*at) != Class::Space) return at;
  return scan::skip_space(at, end, end);
}
// A bit for each of the sixteen bytes at `at` that is part of a word.
inline unsigned words_at(const char* at) {
#ifdef __SSE2__
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  // Moved to the top of the signed numbers, a range of bytes is what is greater than one bound.
  const auto range = [](__m128i bytes, char first, char last) {
    return _mm_cmpgt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(static_cast<char>(127 - last))),
                          _mm_set1_epi8(static_cast<char>(126 - (last - first))));
  };
  const __m128i letters = range(_mm_or_si128(block, _mm_set1_epi8(0x20)), 'a', 'z'), digits = range(block, '0', '9');
  const __m128i others =
      _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('_')), _mm_cmpeq_epi8(block, _mm_set1_epi8('$')));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letters, digits), others)));
#else
  unsigned words = 0;
  for (unsigned i = 0; i < 16; ++i) words |= is_word(at[i]) ? 1U << i : 0;
  return words;
#endif
}
inline const char* word_end(const char* at, const char* end) {
  for (; end - at >= 16; at += 16)
    if (const unsigned others = words_at(at) ^ 0xFFFFU; others != 0) return at + std::countr_zero(others);
  while (at != end && is_word(*at)) ++at;
  return at;
}
// Behind the word that goes on at `at`.
inline std::size_t word_end(std::string_view source, std::size_t at) {
  return static_cast<std::size_t>(word_end(source.data() + at, source.data() + source.size()) - source.data());
}

}  // namespace script

struct ScriptWord {
  enum Role : std::uint8_t {
    Condition = 1,  // if, while, switch
    Deed = 2,       // may redirect, write or change the title, depending on what stands around it
    Runner = 4,     // runs text as a script: eval
    Decoder = 8,    // computes text: unescape, fromCharCode
    Value = 16,     // a constant expression may begin with it
  };
  std::string_view word;
  unsigned asks = 0;  // Guard::Asks a condition with this word is about
  std::uint8_t roles = 0;
};

namespace script {
// By first letter: a bit for each length of a known word. Most words of a script need no further look.
extern const std::array<std::uint32_t, 256> kKnownLengths;
const ScriptWord* look_up(std::string_view word);
}  // namespace script

// Case counts. Null: a word like any other.
inline const ScriptWord* script_word(std::string_view word) {
  if (word.empty() || word.size() >= 32) return nullptr;
  const std::uint32_t lengths = script::kKnownLengths[static_cast<unsigned char>(word.front())];
  return (lengths >> word.size() & 1) == 0 ? nullptr : script::look_up(word);
}

// May the script hold a condition on its visitor that guards a deed? Never false where read_guards() would find one;
// costs one pass.
bool may_guard(std::string_view source);

}  // namespace huabiao::monitor
