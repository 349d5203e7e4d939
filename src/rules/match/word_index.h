#pragma once
// WordIndex: the lexicons of all packs, for rule_set.cc.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/match/literal_scanner.h"
#include "rules/match/rule_set.h"

namespace huabiao::rules {

class WordIndex {
 public:
  // `rules`: one per WordRule of the packs, in their order; outlives the index. Fails: rules.bad_pack,
  // rules.no_matcher.
  static Result<WordIndex> of_packs(std::span<const Pack> packs, std::span<const Rule* const> rules,
                                    const CompiledDatabases& kept);
  [[nodiscard]] Words find(std::string_view text) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] const LiteralScanner& scanner() const { return scanner_; }

 private:
  struct Entry {
    std::string written;
    const Rule* rule;
    bool against, open_front, open_back;  // open: a letter or digit there, so another one beside it makes another word
  };
  WordIndex(LiteralScanner scanner, std::vector<Entry> entries);
  LiteralScanner scanner_;
  std::vector<Entry> entries_;
};

}  // namespace huabiao::rules
