#pragma once
// What the server says of itself: /api/v1/about, the contract, problem types, and the probes /healthz /readyz /metrics.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/limits.h"
#include "http/metrics.h"
#include "http/route.h"

namespace huabiao::http {

struct About {
  std::string version, vantage = "local";
  Language language = Language::Chinese;
  std::optional<std::string> lab;  // "127.0.0.1:8080:8443" when started with --lab
  TimePoint started{};
  std::string_view contract;  // text of api/openapi.yaml
};

// `ready`: the data can be read. Lifetime: limits and metrics outlive the routes.
Routes about_routes(About about, const Limits& limits, const Metrics& metrics, std::function<Done()> ready);

}  // namespace huabiao::http
