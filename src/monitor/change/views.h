#pragma once
// conditional-content by views: one address asked as different visitors (browser, spider, from a search engine, phone).
// A phone's page may look different; what nobody but an intruder adds to one view alone accuses. Pure; any thread.

#include <string>
#include <vector>

#include "monitor/change_report.h"
#include "monitor/finding.h"

namespace huabiao::monitor {

// `between`: compare() of the view people get with the one asked as `visitor`.
std::vector<Finding> view_findings(const ChangeReport& between, const std::string& visitor);

}  // namespace huabiao::monitor
