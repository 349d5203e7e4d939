#include "support/rules.h"

#include <stdexcept>

#include "rules/shelf/shelf.h"

namespace huabiao::test {

const rules::RuleSet& built_in_rules() {
  static const auto kRules = [] {
    const auto packs = rules::all_packs({});
    if (!packs) throw std::runtime_error(packs.error().code + " " + packs.error().detail);
    auto built = rules::RuleSet::build(*packs, "2026-11-22");
    if (!built) throw std::runtime_error(built.error().code + " " + built.error().detail);
    return *std::move(built);
  }();
  return *kRules;
}

}  // namespace huabiao::test
