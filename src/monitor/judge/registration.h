#pragma once
// What a registry says of a domain, held against the calendar and what earlier looks taught. That a registry says
// nothing, or has no record, is a fact and accuses nobody. Pure; any thread.

#include <vector>

#include "monitor/finding.h"
#include "monitor/registration.h"

namespace huabiao::monitor {

struct RegistrationJudgeLimits {
  // Nobody sets these: registrars of .cn remind their customers about so long before the end.
  static constexpr int kSoonDays = 30, kVerySoonDays = 7;
  static constexpr Millis kSettled = std::chrono::hours(24 * 7);  // a change that stands so long is how things are
};

struct RegistrationVerdict {
  std::vector<Finding> findings;  // subject: the domain
  KnownRegistration known;
};

RegistrationVerdict judge_registration(const RegistrationFacts& facts, KnownRegistration known, TimePoint now);

}  // namespace huabiao::monitor
