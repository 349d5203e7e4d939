#pragma once
// permission: may a site be visited now, by the order it is under? Pure; any thread.

#include <string>

#include "monitor/look.h"
#include "monitor/watch_order.h"

namespace huabiao::monitor {

// The watch comes by itself and keeps away in quiet hours; a person who asks for a visit means now.
enum class Asked { ByWatch, ByPerson };

// Empty: it may. Else why not, for the not_visited row.
std::string why_not(const WatchOrder& order, Asked asked, TimePoint now);

// Is the site visited in this period? Those under one order take turns.
bool has_turn(const WatchOrder& order, std::int64_t site, std::int64_t period);

// The least consent a look of that kind needs.
Consent consent_of(Look look);

// Requires: from and to in 0..1439.
bool is_quiet(const QuietHours& hours, TimePoint now);

}  // namespace huabiao::monitor
