#include "storage/site_grams.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/utf8.h"
#include "storage/text_list.h"

namespace huabiao::storage {
namespace {

void append_hex(std::string& out, char32_t c) {
  char digits[8];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, static_cast<std::uint32_t>(c), 16);
  out.append(digits, end);
}

std::string single(char32_t c) {
  std::string word = "u";
  append_hex(word, c);
  return word;
}
std::string pair(char32_t first, char32_t second) {
  std::string word = "b";
  append_hex(word, first);
  word += 'z';
  append_hex(word, second);
  return word;
}

bool breaks(char32_t c) {
  return c == static_cast<char32_t>(kListSeparator) || utf8::is_space(c);
}

}  // namespace

std::string fold_for_search(std::string_view text) {
  std::string folded = utf8::fold_width(utf8::cut(text, GramLimits::kTextBytes));
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return folded;
}

std::string grams_of(std::string_view folded) {
  // One number for each gram: the pair's first character (0: a single one) above the other.
  std::vector<std::uint64_t> grams;
  char32_t before = kListSeparator;
  while (!folded.empty()) {
    const char32_t c = utf8::next(folded);
    if (!breaks(c)) {
      grams.push_back(c);
      if (!breaks(before)) grams.push_back(std::uint64_t{before} << 32 | c);
    }
    before = c;
  }
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  std::string text;
  for (const std::uint64_t gram : grams) {
    if (!text.empty()) text += ' ';
    text += gram >> 32 ? pair(static_cast<char32_t>(gram >> 32), static_cast<char32_t>(gram))
                       : single(static_cast<char32_t>(gram));
  }
  return text;
}

std::vector<std::string> search_terms(std::string_view typed) {
  const std::string folded = fold_for_search(typed);
  std::vector<std::string> terms;
  std::string term;
  std::size_t chars = 0;
  const auto flush = [&] {
    if (!term.empty() && terms.size() < GramLimits::kTerms) terms.push_back(std::move(term));
    term.clear();
    chars = 0;
  };
  std::string_view rest = folded;
  while (!rest.empty()) {
    const char32_t c = utf8::next(rest);
    if (breaks(c))
      flush();
    else if (chars++ < GramLimits::kTermChars)
      utf8::append(term, c);
  }
  flush();
  return terms;
}

std::string gram_expression(const std::vector<std::string>& terms, std::string_view both) {
  std::set<std::string> words;
  for (const std::string& term : terms) {
    std::string_view rest = term;
    char32_t before = utf8::next(rest);
    if (rest.empty()) words.insert(single(before));
    while (!rest.empty()) {
      const char32_t c = utf8::next(rest);
      words.insert(pair(before, c));
      before = c;
    }
  }
  std::string expression;
  for (const std::string& word : words) {
    if (!expression.empty()) expression += both;
    expression += word;
  }
  return expression;
}

}  // namespace huabiao::storage
