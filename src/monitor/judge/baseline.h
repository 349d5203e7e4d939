#pragma once
// The baseline of a site: what people called false alarms on it. A new finding that accuses nothing but what they have
// cleared is one as well. Pure; any thread.

#include <cstdint>
#include <span>
#include <vector>

#include "monitor/finding.h"

namespace huabiao::monitor {

struct Cleared {
  std::int64_t finding = 0;  // the one that a person called a false alarm
  Category category = Category::Change;
  std::string subject;
  std::vector<Trait> traits;
};

// The false alarm that `finding` repeats: of its category, about the same subject, or accusing only scripts, hosts,
// contacts and builds that one accused. nullptr: none. Never of a finding that is critical: those are looked at each
// time.
const Cleared* cleared_before(const Finding& finding, std::span<const Cleared> cleared);

}  // namespace huabiao::monitor
