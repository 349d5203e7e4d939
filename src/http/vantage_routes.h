#pragma once
// /api/v1/vantages: who looks at sites for this server from elsewhere. /api/v1/vantage/...: what those themselves ask
// (docs/formats/vantage.md).

#include "access/vantage_gate.h"
#include "base/clock.h"
#include "dispatch/vantage_hall.h"
#include "http/route.h"

namespace huabiao::http {

struct VantagePorts {
  access::VantageGate& gate;
  dispatch::VantageHall& hall;
};

inline constexpr Millis kLeasePoll{20'000};  // a vantage point waits at most so long for work; below its presence

// Lifetime: the ports outlive the routes.
Routes vantage_routes(const VantagePorts& ports);

}  // namespace huabiao::http
