#pragma once
// What the outcome and the way of a visit say against a site. Pure; any thread.

#include <vector>

#include "monitor/verdict.h"

namespace huabiao::monitor {

// The believed outage of one host. Requires: the row read no page.
Finding outage_finding(const VisitRecord& row);

// Of a row that read a page: it came only over http, from a host that is not the site's, or not everywhere.
std::vector<Finding> way_findings(const VisitRecord& row);

}  // namespace huabiao::monitor
