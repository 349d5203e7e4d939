#pragma once
// /api/v1/session/oidc: signing in at a provider, there and back.

#include "http/session_routes.h"

namespace huabiao::http {

// Lifetime: the ports outlive the routes.
Routes oidc_routes(const SessionPorts& ports);

}  // namespace huabiao::http
