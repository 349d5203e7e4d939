#pragma once
// Availability as the official inspection reckons it: a week of visits, at least so many a day and spaced; a visit that
// has not opened the page in time has failed; too large a share of failures is a veto. The numbers of the rule come
// from rules/regulatory (国办秘函〔2019〕19号), never from here. Pure; any thread.

#include <cstdint>
#include <span>
#include <vector>

#include "monitor/sample/sample.h"

namespace huabiao::monitor {

struct AvailabilityRule {
  std::int64_t days = 0;            // so many whole days in a row
  std::int64_t visits_per_day = 0;  // at least
  std::int64_t seconds = 0;         // a page that takes longer has not opened
  double failed_percent = 0;        // so large a share of failures, or a larger one, is a veto
};

struct AvailabilityDay {
  std::int64_t day = 0;  // as day_of counts
  std::int64_t visits = 0, failed = 0;
  std::int64_t not_known = 0;  // asked in vain: firewalled, not visited; neither opened nor failed
  bool operator==(const AvailabilityDay&) const = default;
};

// Proven: every day has enough visits, so the share counts. TooFew: it is shown, and proves nothing.
enum class AvailabilityProof { Proven, TooFew };
struct Availability {
  std::vector<AvailabilityDay> days;  // oldest first, one each
  std::int64_t visits = 0, failed = 0;
  double failed_percent = 0;
  AvailabilityProof proof = AvailabilityProof::TooFew;
  bool veto = false;  // only when proven
};

// What the days say together. `days`: oldest first, one each, none left out.
Availability availability(std::vector<AvailabilityDay> days, const AvailabilityRule& rule);

// Of the rule.days days that end with `last_day`. Visits of one second's distance count each: spacing them is the
// plan's business. `samples`: of one series, in the order of time; others than of those days are not looked at.
Availability availability(std::span<const Sample> samples, std::int64_t last_day, const AvailabilityRule& rule);

}  // namespace huabiao::monitor
