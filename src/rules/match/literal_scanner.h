#pragma once
// LiteralScanner: one compiled Vectorscan database, for rule_set.cc. Thread: scan from any; the scratch space is the
// calling thread's.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/match/compiled.h"

struct hs_database;

namespace huabiao::rules {

struct Expression {
  enum class Kind : std::uint8_t { Literal, LiteralAnyCase, Pattern };
  Kind kind = Kind::Literal;
  std::string text;
  std::string named;  // in errors
};

struct Match {
  std::uint32_t expression = 0;
  std::size_t from = 0, to = 0;
};

class LiteralScanner {
 public:
  // Literals only: the fastest database, every match reported. Fails: rules.no_matcher.
  static Result<LiteralScanner> of_words(std::span<const std::string> words, const CompiledDatabases& kept);
  // Literals are reported once a text, patterns at every end of a match. Fails: rules.bad_pattern, rules.no_matcher.
  static Result<LiteralScanner> of_expressions(std::span<const Expression> expressions, const CompiledDatabases& kept);

  // At most `most` matches; `from` is known for patterns and words. 0, or the matcher's error.
  int scan(std::string_view text, std::size_t most, std::vector<Match>& into) const;

  // For write_compiled: the key of what this was made of, and the database. Empty: nothing to keep.
  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] bool made_anew() const { return made_anew_; }  // not among `kept`

 private:
  using Database = std::unique_ptr<hs_database, void (*)(hs_database*)>;
  LiteralScanner(Database database, std::string key, bool made_anew, std::vector<std::uint32_t> lengths);
  Database database_;  // null: no expressions, nothing to find
  std::string key_;
  bool made_anew_;
  std::uint64_t number_;                // of its own, so that a thread knows whether its scratch space was made for it
  std::vector<std::uint32_t> lengths_;  // of words
};

}  // namespace huabiao::rules
