#pragma once
// YaraScanner: YARA sources compiled, for rule_set.cc. `include` is refused, as is `import`: a pack says everything
// itself and reads no file. Thread: scan from any.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/pack.h"

struct YR_RULES;  // NOLINT(readability-identifier-naming): the library's

namespace huabiao::rules {

// What a YARA rule's meta says of it.
struct YaraRule {
  std::string id, category, severity, date, zh, en;
  std::int64_t confidence = 80;  // per cent
  std::string target;            // "source" or "script"
  std::vector<std::string> anchors;
  std::string pack, name;  // the pack, and what YARA calls the rule
};

struct YaraMatch {
  std::size_t rule = 0;  // index into rules()
  struct Place {
    std::size_t at = 0, length = 0;
  };
  std::vector<Place> places;
};

class YaraScanner {
 public:
  static constexpr std::size_t kPrivate = static_cast<std::size_t>(-1);  // a rule only other rules ask for

  // Fails: rules.bad_yara, rules.no_matcher.
  static Result<YaraScanner> of_packs(std::span<const Pack> packs);

  [[nodiscard]] std::span<const YaraRule> rules() const { return rules_; }
  [[nodiscard]] std::span<const std::string> warnings() const { return warnings_; }
  // The empty text when all went well, else why the scan did not come to its end: "yara-timeout",
  // "yara-too-many-matches", "yara-error-N".
  std::string scan(std::string_view text, std::vector<YaraMatch>& into) const;

 private:
  using Compiled = std::unique_ptr<YR_RULES, void (*)(YR_RULES*)>;
  explicit YaraScanner(Compiled compiled);
  Done read_rules();
  std::string run(std::string_view text, std::vector<YaraMatch>& into, bool& imports) const;
  Compiled compiled_;  // null: no rules
  std::vector<YaraRule> rules_;
  std::vector<std::size_t> index_;  // of each compiled rule: which of rules_, or kPrivate
  std::vector<std::string> warnings_;
};

}  // namespace huabiao::rules
