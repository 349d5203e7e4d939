#pragma once
// What a running server tells of itself on /metrics, beside what http counts.

#include "app/desks.h"
#include "base/clock.h"
#include "http/metrics.h"

namespace huabiao::app {

// Lifetime: desks and clock outlive the metrics.
std::vector<http::Metrics::Gauge> gauges(Desks& desks, const Clock& clock);
std::vector<http::Metrics::Family> families(const Desks& desks);

}  // namespace huabiao::app
