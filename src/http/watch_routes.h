#pragma once
// /api/v1/watch: how the watch keeps its word.

#include "desk/watch_desk.h"
#include "http/route.h"

namespace huabiao::http {

// Lifetime: the desk outlives the routes.
Routes watch_routes(const desk::WatchDesk& desk);

}  // namespace huabiao::http
