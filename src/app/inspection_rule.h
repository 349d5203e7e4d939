#pragma once
// From the regulatory tables of the rule packs to the rule availability is reckoned with.

#include <span>
#include <string_view>

#include "base/result.h"
#include "monitor/sample/inspection.h"
#include "rules/pack.h"

namespace huabiao::app {

// As in force on `day` ("2026-11-22"). Fails: rules.no_measure when no pack sets the numbers, or not all of them.
Result<monitor::InspectionRule> inspection_rule(std::span<const rules::Pack> packs, std::string_view day);

}  // namespace huabiao::app
