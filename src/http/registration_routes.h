#pragma once
// /api/v1/sites/{id}/registration: what registries said of the domains a site's hosts lie under, now and before.

#include "base/clock.h"
#include "http/route.h"
#include "monitor/keep/registration_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct RegistrationPorts {
  registry::RegistryStore& registry;
  monitor::RegistrationStore& registrations;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes registration_routes(const RegistrationPorts& ports);

}  // namespace huabiao::http
