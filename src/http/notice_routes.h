#pragma once
// /api/v1/channels and /deliveries: the ways people are told, what was told over them and what waits.

#include "desk/teller.h"
#include "http/route.h"

namespace huabiao::http {

// Lifetime: the teller outlives the routes.
Routes notice_routes(desk::Teller& teller);

}  // namespace huabiao::http
