#pragma once
// /api/v1/inspection: the estate held against the veto items of official inspections, by region, unit and site; and
// /api/v1/sites/{id}/walks: what stands on a site's inner pages.

#include "access/bounds.h"
#include "desk/inspection_desk.h"
#include "http/route.h"

namespace huabiao::http {

struct InspectionPorts {
  desk::InspectionDesk& desk;
  monitor::WalkStore& walks;
  registry::RegistryStore& registry;
  access::Bounds& bounds;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes inspection_routes(const InspectionPorts& ports);

}  // namespace huabiao::http
