#include "monitor/keep/kept_finding.h"

#include <algorithm>

namespace huabiao::monitor {

FindingEvent unlisted(Category category, const std::vector<Outcome>& outcomes) {
  const bool about_host =
      category == Category::Availability || category == Category::Certificate || category == Category::Dns;
  const bool looked = std::any_of(outcomes.begin(), outcomes.end(), [&](Outcome outcome) {
    return about_host ? outcome != Outcome::NotVisited : page_read(outcome);
  });
  if (looked) return NotSeen{};
  return NotLooked{};
}

}  // namespace huabiao::monitor
