#pragma once
// /api/v1/sites/{id}/timeline: a stretch of a site's time: how it opened step by step, what changed, what was found.

#include "base/clock.h"
#include "http/route.h"
#include "monitor/keep/page_store.h"
#include "monitor/keep/round_store.h"
#include "monitor/keep/sample_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct TimelinePorts {
  registry::RegistryStore& registry;
  monitor::RoundStore& rounds;
  monitor::SampleStore& samples;
  monitor::PageStore& pages;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes timeline_routes(const TimelinePorts& ports);

}  // namespace huabiao::http
