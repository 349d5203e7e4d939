#include "rules/match/word_index.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <unordered_map>

#include "rules/limits.h"
#include "rules/match/fold.h"

namespace huabiao::rules {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

}  // namespace

WordIndex::WordIndex(LiteralScanner scanner, std::vector<Entry> entries)
    : scanner_(std::move(scanner)), entries_(std::move(entries)) {}

Result<WordIndex> WordIndex::of_packs(std::span<const Pack> packs, std::span<const Rule* const> rules,
                                      const CompiledDatabases& kept) {
  std::vector<std::string> literals;
  std::vector<Entry> entries;
  std::unordered_map<std::string, std::size_t> known;
  std::size_t at = 0;
  for (const Pack& pack : packs)
    for (const WordRule& words : pack.words) {
      const Rule* rule = rules[at++];
      for (const std::string& word : words.words) {
        const std::string plain = folded(word);
        if (plain.size() < 2)
          return fail(Kind::Invalid, "rules.bad_pack", fmt::format("{}: '{}'", words.id, word),
                      "letters or characters");
        // "online casino" is met as one word as well.
        for (std::string literal : {plain, without_blanks(plain)}) {
          const auto [found, fresh] = known.try_emplace(literal, entries.size());
          Entry entry{word, rule, words.sense == Sense::Against, is_word_byte(literal.front()),
                      is_word_byte(literal.back())};
          if (fresh) {
            literals.push_back(std::move(literal));
            entries.push_back(std::move(entry));
          } else if (!entries[found->second].against && rule->weight > entries[found->second].rule->weight) {
            entries[found->second] = std::move(entry);
          }
        }
      }
    }
  auto scanner = LiteralScanner::of_words(literals, kept);
  if (!scanner) return fail(std::move(scanner));
  return WordIndex(*std::move(scanner), std::move(entries));
}

Words WordIndex::find(std::string_view text) const {
  static thread_local std::string plain;
  static thread_local std::vector<Match> matches;
  fold(text, plain);
  Words words;
  if (const int error = scanner_.scan(plain, ScanLimits::kHitsPerText, matches); error != 0)
    throw std::runtime_error(fmt::format("vectorscan: error {}", error));
  std::erase_if(matches, [&](const Match& match) {
    const Entry& entry = entries_[match.expression];
    return (entry.open_front && match.from > 0 && is_word_byte(plain[match.from - 1])) ||
           (entry.open_back && match.to < plain.size() && is_word_byte(plain[match.to]));
  });
  // The longest at each place; what lies inside it is the same word said again.
  std::ranges::sort(matches,
                    [](const Match& a, const Match& b) { return a.from != b.from ? a.from < b.from : a.to > b.to; });
  std::vector<std::uint32_t> told;
  std::size_t covered = 0;
  for (const Match& match : matches) {
    if (entries_[match.expression].against) {
      words.against = true;
      continue;
    }
    if (match.to <= covered) continue;
    covered = match.to;
    told.push_back(match.expression);
  }
  std::ranges::sort(told);
  const auto twice = std::ranges::unique(told);
  told.erase(twice.begin(), twice.end());
  for (const std::uint32_t one : told) {
    const Entry& entry = entries_[one];
    // One word may have two literals: with and without its blanks.
    if (words.hits.empty() || words.hits.back().word != entry.written)
      words.hits.push_back({entry.written, entry.rule});
  }
  return words;
}

}  // namespace huabiao::rules
