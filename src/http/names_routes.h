#pragma once
// /api/v1/sites/{id}/names: what the DNS said of a site's hosts, resolver by resolver, and what people expect.

#include "base/clock.h"
#include "http/route.h"
#include "monitor/keep/name_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct NamePorts {
  registry::RegistryStore& registry;
  monitor::NameStore& names;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes names_routes(const NamePorts& ports);

}  // namespace huabiao::http
