#pragma once
// InspectionRules: the veto items of official inspections that a machine can reckon, and where they stand
// (国办秘函〔2019〕19号; the numbers come from rules/regulatory, never from here). Plain values.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bilingual.h"
#include "base/result.h"
#include "monitor/sample/availability.h"
#include "monitor/walk/walk_findings.h"
#include "rules/pack.h"

namespace huabiao::monitor {

struct Regulation {
  std::string basis;  // the regulation, its number and date
  std::string from;   // "2019-04-01": in force since
  Bilingual explanation;
};

struct InspectionRules {
  AvailabilityRule availability;
  FreshnessRule freshness;
  std::int64_t idle_columns = 0;  // so many columns that are not kept up, or more, are a veto
  Regulation availability_basis, home_basis, columns_basis;
};

// As in force on `day` ("2026-11-22"). Fails: rules.no_measure when no pack sets the numbers, or not all of them.
Result<InspectionRules> inspection_rules(std::span<const rules::Pack> packs, std::string_view day);

}  // namespace huabiao::monitor
