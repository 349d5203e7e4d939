#pragma once
// /api/v1/sites/{id}/availability and /samples: what the kept samples of a site show, and the samples themselves as
// proof.

#include "base/clock.h"
#include "http/route.h"
#include "monitor/inspection/rule.h"
#include "monitor/keep/sample_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct SamplePorts {
  registry::RegistryStore& registry;
  monitor::SampleStore& samples;
  monitor::InspectionRules rule;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes samples_routes(const SamplePorts& ports);

}  // namespace huabiao::http
