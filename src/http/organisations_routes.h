#pragma once
// /api/v1/organisations and /api/v1/regions.

#include "http/sites_routes.h"

namespace huabiao::http {

// Lifetime: the ports outlive the routes.
Routes organisations_routes(const SitePorts& ports);

}  // namespace huabiao::http
