#pragma once
// InspectionRule: a rule official inspections reckon with, and where it stands. Plain value.

#include <string>

#include "base/bilingual.h"
#include "monitor/sample/availability.h"

namespace huabiao::monitor {

struct InspectionRule {
  AvailabilityRule availability;
  std::string basis;  // the regulation, its number and date
  std::string from;   // "2019-04-01": in force since
  Bilingual explanation;
};

}  // namespace huabiao::monitor
