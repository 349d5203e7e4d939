#pragma once
// The words by which a site is found: every character and every pair of neighbouring characters of its folded text, so
// that any substring of it, one Chinese character included, leads to its candidates. Pure; internal to this room.

#include <string>
#include <string_view>
#include <vector>

namespace huabiao::storage {

struct GramLimits {
  static constexpr std::size_t kTextBytes = 8192;  // of one site's folded text; what lies beyond is not searched
  static constexpr std::size_t kTerms = 8;         // of one query
  static constexpr std::size_t kTermChars = 64;    // of one term; a longer one is cut
};

// Full-width forms folded, ASCII in lower case: the form both sides of a search are brought to.
std::string fold_for_search(std::string_view text);
// All grams of a folded text, once each, as words of the index.
std::string grams_of(std::string_view folded);
// The terms of what a person typed, folded; white space separates them. All must be found.
std::vector<std::string> search_terms(std::string_view typed);
// The index expression whose matches include every text that holds all terms; `both` joins words that must both be
// there. Requires: !terms.empty().
std::string gram_expression(const std::vector<std::string>& terms, std::string_view both);

}  // namespace huabiao::storage
