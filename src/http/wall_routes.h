#pragma once
// /api/v1/wall: how the estate is now, region by region, and what has just happened in it: what a duty room looks at.

#include "base/clock.h"
#include "http/route.h"
#include "monitor/keep/estate.h"
#include "monitor/keep/round_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct WallPorts {
  monitor::Estate& estate;
  monitor::RoundStore& rounds;
  registry::RegistryStore& registry;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes wall_routes(const WallPorts& ports);

}  // namespace huabiao::http
