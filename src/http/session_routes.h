#pragma once
// /api/v1/session: signing in and out, the caller's own sessions, and what the caller lends to others for a time.

#include "access/personnel.h"
#include "access/sign_in.h"
#include "base/clock.h"
#include "http/route.h"
#include "oidc/provider.h"
#include "registry/store.h"

namespace huabiao::http {

struct SessionPorts {
  access::Doorkeeper& doorkeeper;
  access::SecondFactors& factors;
  access::Personnel& personnel;
  access::AccountStore& accounts;
  registry::RegistryStore& registry;
  const Clock& clock;
  oidc::Provider* provider = nullptr;  // people may sign in at; null: none
  std::string provider_label;          // what it is called on the sign-in page
  bool ldap = false;                   // passwords of a directory are taken, too
};

// Lifetime: the ports outlive the routes.
Routes session_routes(const SessionPorts& ports);

}  // namespace huabiao::http
