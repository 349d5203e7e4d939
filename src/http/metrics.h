#pragma once
// Counters of the server in Prometheus' text format. Thread: any.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"

namespace huabiao::http {

class Metrics {
 public:
  // A value asked for when /metrics is read. `name` without prefix: "rounds_rows_done".
  struct Gauge {
    std::string name, what;
    std::function<double()> value;
  };
  // Values of one name, told apart by labels: `channel="duty"`.
  struct Family {
    std::string name, what, type;  // "counter" or "gauge"
    std::function<std::vector<std::pair<std::string, double>>()> values;
  };
  explicit Metrics(std::vector<Gauge> gauges = {}, std::vector<Family> families = {})
      : gauges_(std::move(gauges)), families_(std::move(families)) {}

  // `route`: the pattern, never the path, so that the number of series is bounded.
  void answered(std::string_view method, std::string_view route, int status, Millis took);
  void connections(std::int64_t open) {
    open_.with([&](std::int64_t& n) { n = open; });
  }
  [[nodiscard]] std::string text() const;

 private:
  static constexpr std::array<double, 10> kBuckets = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30};  // s
  struct Series {
    std::int64_t count = 0;
    double seconds = 0;
    std::array<std::int64_t, kBuckets.size()> buckets{};
    std::map<int, std::int64_t> by_status;
  };
  Guarded<std::map<std::pair<std::string, std::string>, Series>> series_;  // by method and route
  Guarded<std::int64_t> open_{0};
  std::vector<Gauge> gauges_;
  std::vector<Family> families_;
};

}  // namespace huabiao::http
