#pragma once
// /api/v1/sites, /declarations, /contacts, /domains: the register's sites, searched, read and edited.

#include "access/bounds.h"
#include "base/clock.h"
#include "desk/wave_desk.h"
#include "http/route.h"
#include "monitor/keep/estate.h"
#include "monitor/keep/round_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct SitePorts {
  registry::RegistryStore& registry;
  monitor::Estate& estate;
  monitor::RoundStore& rounds;
  desk::WaveDesk& waves;
  access::Bounds& bounds;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes sites_routes(const SitePorts& ports);         // sites: list, one, history, new, edit, end
Routes declarations_routes(const SitePorts& ports);  // what units declare about a site, contacts, domains

}  // namespace huabiao::http
