#pragma once
// /api/v1/sites/{id}/orders: what the watch may do with a site and when it keeps away, and who said so.

#include "access/bounds.h"
#include "base/clock.h"
#include "http/route.h"
#include "monitor/keep/order_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct OrderPorts {
  registry::RegistryStore& registry;
  monitor::OrderStore& orders;
  access::Bounds& bounds;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes orders_routes(const OrderPorts& ports);

}  // namespace huabiao::http
