#pragma once
// /api/v1/rounds and /api/v1/overview: visiting every site, watching it, and the estate in counts.

#include "desk/round_desk.h"
#include "http/route.h"
#include "http/sites_routes.h"

namespace huabiao::http {

// Lifetime: ports and desk outlive the routes.
Routes rounds_routes(const SitePorts& ports, desk::RoundDesk& desk);

}  // namespace huabiao::http
