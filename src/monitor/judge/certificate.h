#pragma once
// What a site's certificate says against it. Pure; any thread.

#include <vector>

#include "monitor/verdict.h"

namespace huabiao::monitor {

std::vector<Finding> certificate_findings(const VisitRecord& row, TimePoint now);

}  // namespace huabiao::monitor
