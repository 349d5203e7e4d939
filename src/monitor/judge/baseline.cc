#include "monitor/judge/baseline.h"

#include <algorithm>

namespace huabiao::monitor {
namespace {

bool accuses(const Trait& trait) {
  return trait.role == TraitRole::Accused;
}

bool covers(const Cleared& cleared, const Finding& finding) {
  const auto known = [&](const Trait& trait) {
    return !accuses(trait) || std::ranges::any_of(cleared.traits, [&](const Trait& one) {
      return accuses(one) && one.kind == trait.kind && one.value == trait.value;
    });
  };
  return std::ranges::any_of(finding.traits, accuses) && std::ranges::all_of(finding.traits, known);
}

}  // namespace

const Cleared* cleared_before(const Finding& finding, std::span<const Cleared> cleared) {
  if (finding.severity == Severity::Critical) return nullptr;
  const auto found = std::ranges::find_if(cleared, [&](const Cleared& one) {
    if (one.category != finding.category) return false;
    return (!finding.subject.empty() && one.subject == finding.subject) || covers(one, finding);
  });
  return found == cleared.end() ? nullptr : &*found;
}

}  // namespace huabiao::monitor
