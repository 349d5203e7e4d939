#pragma once
// What another view of a page shows that visitors do not get to see. Inner to this room. Pure; any thread.

#include <string>
#include <vector>

#include "monitor/page.h"
#include "monitor/view.h"
#include "monitor/visit.h"
#include "rules/match/rule_set.h"

namespace huabiao::monitor {

// The page as visitors see it, and what it is accused of.
struct SeenPage {
  const Page& page;
  const std::vector<Finding>& findings;
  const Declared& declared;
  std::string host;  // A-labels, of the final address
};

// `answer`: to the same address asked as `view`. Requires: it is a page.
std::vector<Finding> differing(const SeenPage& seen, const FetchOutcome& answer, const View& view,
                               const rules::RuleSet& rules);

}  // namespace huabiao::monitor
