#pragma once
// /api/v1/watch: how the watch keeps its word, now and period by period.

#include "base/clock.h"
#include "desk/watch_desk.h"
#include "http/route.h"
#include "monitor/keep/period_store.h"

namespace huabiao::http {

struct WatchPorts {
  const desk::WatchDesk& desk;
  monitor::PeriodStore& periods;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes watch_routes(const WatchPorts& ports);

}  // namespace huabiao::http
