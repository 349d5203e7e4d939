#pragma once
// /api/v1/sites/{id}/tls: which versions of TLS a site's hosts accept, and the chains they show.

#include "base/clock.h"
#include "http/route.h"
#include "monitor/keep/tls_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct TlsPorts {
  registry::RegistryStore& registry;
  monitor::TlsStore& tls;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes tls_routes(const TlsPorts& ports);

}  // namespace huabiao::http
