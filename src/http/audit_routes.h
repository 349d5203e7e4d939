#pragma once
// /api/v1/audit: who did and tried what; for the audit administrator alone.

#include <filesystem>

#include "access/audit_store.h"
#include "base/clock.h"
#include "base/signing_key.h"
#include "http/route.h"

namespace huabiao::http {

struct AuditPorts {
  access::AuditStore& audit;
  const SigningKey& key;  // signs exports
  const Clock& clock;
  std::filesystem::path spool;
};

// Lifetime: the ports outlive the routes.
Routes audit_routes(const AuditPorts& ports);

}  // namespace huabiao::http
