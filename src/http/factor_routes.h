#pragma once
// /api/v1/session/code, /session/factor: the second step of signing in, and one's own second factor. /api/v1/sign-in:
// what a sign-in page needs to know beforehand.

#include "http/session_routes.h"

namespace huabiao::http {

// Lifetime: the ports outlive the routes.
Routes factor_routes(const SessionPorts& ports);

}  // namespace huabiao::http
