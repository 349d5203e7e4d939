#pragma once
// RuleSet: packs compiled for matching. Words stand in one database of the literal matcher; what points to YARA rules,
// keywords of fingerprints and patterns in a second one; YARA itself looks only at texts a first match points to. What
// the matchers refuse or give up is told, never taken for "nothing there".
//
// Immutable; handed around as shared_ptr<const RuleSet>, so that new packs replace old ones while scans go on.
// Thread: any; every thread keeps its own scratch space.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bilingual.h"
#include "base/result.h"
#include "monitor/finding.h"
#include "rules/pack.h"

namespace huabiao::rules {

// A rule as people meet it. Lifetime: the set's.
struct Rule {
  enum class Kind : std::uint8_t { Words, Hosts, Pattern, Yara, Technology };
  Kind kind = Kind::Words;
  std::string id;
  std::string category;  // of words: the trade; of others: the category of their findings
  monitor::Severity severity = monitor::Severity::Info;  // of patterns, YARA and technology
  double confidence = 1.0;                               // of YARA
  int weight = 0;                                        // of words
  std::string name;                                      // of a technology: the product
  std::string pack, date;
  Bilingual explanation;
  std::size_t entries = 1;  // words, hosts, fingerprints
};
constexpr std::string_view to_string(Rule::Kind kind) {
  constexpr std::string_view kNames[] = {"words", "hosts", "pattern", "yara", "technology"};
  return kNames[static_cast<std::size_t>(kind)];
}

// A word of the lexicon in a text. Lifetime of the views: the set's.
struct WordHit {
  std::string_view word;  // as the pack writes it
  const Rule* rule;
  [[nodiscard]] int weight() const { return rule->weight; }
};
struct Words {
  std::vector<WordHit> hits;  // each word once, in the order of the packs; a word inside a longer one is not told
  bool against = false;       // the text warns of such a trade or forbids it
  [[nodiscard]] int weight() const;
};

// The parts of one page. Lifetime of the views: the call's.
struct ContentInput {
  std::string_view source;  // the body as it came
  std::string_view text;    // what a reader sees, UTF-8
  struct ScriptText {
    std::string_view code;
    bool in_source = true;  // stands in `source` byte for byte; false: decoded, or the page is in UTF-16
  };
  std::span<const ScriptText> scripts;
  std::span<const std::pair<std::string, std::string>> headers;  // names lower case
  int status = 0;                                                // 0: not known
};

struct ContentHit {
  struct Place {
    std::size_t at = 0, length = 0;  // bytes, in `part`
    std::size_t script = 0;          // of Part::Script: which one
  };
  const Rule* rule = nullptr;
  Part part = Part::Source;
  std::vector<Place> places;  // at most ScanLimits::kPlacesPerRule; of a technology: none
};
struct Content {
  std::vector<ContentHit> hits;
  std::vector<std::string> faults;  // "yara-timeout", ...: what was not looked through to its end, and why
};

class RuleSet {
 public:
  // `day`: patterns not in force on it are left out ("2026-11-22").
  // `kept`: what compiled() of an earlier set gave, of this process or another; only what was made of the same words
  // and patterns is used, the rest is compiled. Must come from a place nobody else can write to. Fails: rules.bad_pack,
  // rules.bad_pattern, rules.bad_yara, rules.duplicate_id (over all packs), rules.no_matcher.
  static Result<std::shared_ptr<const RuleSet>> build(std::span<const Pack> packs, std::string_view day,
                                                      std::string_view kept = {});
  ~RuleSet();
  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;

  // `text` may be of any case and width, UTF-8. Throws std::runtime_error when the matcher fails, which only a lack of
  // memory makes it do: an unread text must not pass for a clean one.
  [[nodiscard]] Words words(std::string_view text) const;
  [[nodiscard]] Content content(const ContentInput& input) const;
  // Is `host` (A-labels, lower case) one of the host rules' hosts, or under one?
  [[nodiscard]] const Rule* known_service(std::string_view host) const;
  [[nodiscard]] bool is_known_service(std::string_view host) const { return known_service(host) != nullptr; }

  [[nodiscard]] std::span<const Rule> rules() const;            // by pack, then as the packs list them
  [[nodiscard]] std::size_t word_count() const;                 // different words, folded
  [[nodiscard]] std::string compiled() const;                   // docs/formats/rule-pack.md
  [[nodiscard]] bool compiled_anew() const;                     // `kept` did not hold all of it
  [[nodiscard]] std::span<const std::string> warnings() const;  // of the YARA compiler: slow rules

 private:
  struct State;
  explicit RuleSet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::rules
