#pragma once
// /api/v1/waves: sites hit by one hand, what they share, and the findings that show it.

#include <boost/json.hpp>

#include "desk/wave_desk.h"
#include "http/sites_routes.h"

namespace huabiao::http {

// Lifetime: the ports outlive the routes.
Routes waves_routes(const SitePorts& ports);

// The wave a site is in, in a few words; null when it is in none.
boost::json::value wave_of_site(const desk::Waves& waves, std::int64_t site);

}  // namespace huabiao::http
