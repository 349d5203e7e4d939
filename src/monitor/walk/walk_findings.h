#pragma once
// What a walk says against a site: links to pages that are gone, pages nobody has touched for long, a host that answers
// for any address. The numbers come from rules/regulatory (国办秘函〔2019〕19号). Pure; any thread.

#include <cstdint>
#include <string>
#include <vector>

#include "monitor/walk.h"

namespace huabiao::monitor {

// So many days without anything new, and it counts as not kept up; 0: not reckoned.
struct FreshnessRule {
  std::int64_t home_days = 0, news_days = 0, notice_days = 0;
};

// Days a column of that kind may go without anything new; 0: not reckoned.
std::int64_t days_allowed(Column column, const FreshnessRule& rule);

// `host`: A-labels; `home`: the home page's address.
std::vector<Finding> walk_findings(const WalkFacts& facts, const FreshnessRule& rule, const std::string& host,
                                   const std::string& home, std::int64_t today);

}  // namespace huabiao::monitor
