#pragma once
// ScriptWords: the words of a script that mean something to its readers, found by one look instead of a comparison with
// each. Pure; any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {

namespace script {

enum class Class : std::uint8_t { Sign, Space, Word, Quote };

inline constexpr auto kClasses = [] {
  std::array<Class, 256> table{};
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    Class& of = table[static_cast<std::size_t>(code)];
    if (ascii::is_space(c)) of = Class::Space;
    if (ascii::is_alnum(c) || c == '_' || c == '$') of = Class::Word;
    if (c == '"' || c == '\'' || c == '`') of = Class::Quote;
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
// Behind the word that goes on at `at`.
constexpr std::size_t word_end(std::string_view source, std::size_t at) {
  const char *next = source.data() + at, *const end = source.data() + source.size();
  while (next != end && is_word(*next)) ++next;
  return static_cast<std::size_t>(next - source.data());
}

}  // namespace script

struct ScriptWord {
  enum Role : std::uint8_t {
    Condition = 1,  // if, while, switch
    Deed = 2,       // may redirect, write or change the title, depending on what stands around it
    Runner = 4,     // runs text as a script: eval
    Decoder = 8,    // computes text: unescape, fromCharCode
  };
  std::string_view word;
  unsigned asks = 0;  // Guard::Asks a condition with this word is about
  std::uint8_t roles = 0;
};

// Case counts. Null: a word like any other.
const ScriptWord* script_word(std::string_view word);

// May the script hold a condition on its visitor that guards a deed? Never false where read_guards() would find one;
// costs one pass.
bool may_guard(std::string_view source);

}  // namespace huabiao::monitor
