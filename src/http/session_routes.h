#pragma once
// /api/v1/session: signing in and out, changing one's password.

#include "access/sign_in.h"
#include "http/route.h"

namespace huabiao::http {

// Lifetime: the doorkeeper outlives the routes.
Routes session_routes(access::Doorkeeper& doorkeeper);

}  // namespace huabiao::http
