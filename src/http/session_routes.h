#pragma once
// /api/v1/session: signing in and out, the caller's own sessions, and what the caller lends to others for a time.

#include "access/personnel.h"
#include "access/sign_in.h"
#include "base/clock.h"
#include "http/route.h"
#include "registry/store.h"

namespace huabiao::http {

struct SessionPorts {
  access::Doorkeeper& doorkeeper;
  access::Personnel& personnel;
  access::AccountStore& accounts;
  registry::RegistryStore& registry;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes session_routes(const SessionPorts& ports);

}  // namespace huabiao::http
