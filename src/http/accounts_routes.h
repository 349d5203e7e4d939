#pragma once
// /api/v1/accounts, /grants, /roles, /scopes: who may sign in, and who may do what where. Making accounts and giving
// rights are two people's work.

#include "access/personnel.h"
#include "base/clock.h"
#include "http/route.h"
#include "monitor/keep/estate.h"
#include "registry/store.h"

namespace huabiao::http {

struct AccountPorts {
  access::Personnel& personnel;
  access::AccountStore& accounts;
  access::GrantStore& grants;
  access::LinkStore& links;
  registry::RegistryStore& registry;
  monitor::Estate& estate;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes accounts_routes(const AccountPorts& ports);

}  // namespace huabiao::http
