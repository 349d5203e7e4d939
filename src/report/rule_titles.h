#pragma once
// What rules, categories and severities are called in lists and reports, in both languages. Constant data; any thread.

#include <string_view>

#include "base/bilingual.h"
#include "monitor/finding.h"

namespace huabiao::report {

// A rule without a title of its own has its category's.
Bilingual rule_title(std::string_view rule, monitor::Category category);
Bilingual category_title(monitor::Category category);
Bilingual severity_title(monitor::Severity severity);

}  // namespace huabiao::report
