#pragma once
// The routes of a running server: every area of the API with the ports it works on.

#include <filesystem>
#include <optional>
#include <string>

#include "app/desks.h"
#include "app/doors.h"
#include "base/signing_key.h"
#include "http/limits.h"
#include "http/metrics.h"
#include "http/route.h"

namespace huabiao::app {

struct ServeParts {
  const settings::Settings& settings;
  storage::Stores& stores;
  Doors& doors;
  Desks& desks;
  const SigningKey& audit_key;
  const http::Limits& limits;
  http::Metrics& metrics;
  std::optional<std::string> lab;  // the address pages are fetched from instead of the world
  const std::filesystem::path& spool;
  const Clock& clock;
};

// Lifetime: the parts outlive the routes.
http::Routes serve_routes(const ServeParts& parts);

}  // namespace huabiao::app
