#include <algorithm>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

// A page saved without its address has no base: its relative links lead to itself all the same.
bool is_relative(const Link& link) {
  const auto colon = link.href.find(':'), stop = link.href.find_first_of("/?#");
  const bool scheme = colon != std::string::npos && (stop == std::string::npos || colon < stop);
  return link.url.empty() && !link.href.empty() && !link.href.starts_with('#') && !link.href.starts_with("//") &&
         !scheme;
}

}  // namespace

LinkCounts count_links(const DetectInput& input) {
  LinkCounts counts;
  for (const Link& link : input.page.links) {
    if (link.script_written) continue;
    if (is_relative(link)) ++counts.internal;
    if (link.url.empty()) continue;
    const bool foreign = is_foreign(input, link.host);
    ++(foreign ? counts.external : counts.internal);
    if (foreign && unseen(link.hidden)) ++counts.hidden_external;
  }
  return counts;
}

}  // namespace huabiao::monitor
