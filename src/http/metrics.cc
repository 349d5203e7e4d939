#include "http/metrics.h"

#include <fmt/format.h>

namespace huabiao::http {

void Metrics::answered(std::string_view method, std::string_view route, int status, Millis took) {
  const double seconds = static_cast<double>(took.count()) / 1000;
  series_.with([&](auto& all) {
    Series& one = all[{std::string(method), std::string(route)}];
    ++one.count;
    one.seconds += seconds;
    ++one.by_status[status];
    for (std::size_t i = 0; i < kBuckets.size(); ++i)
      if (seconds <= kBuckets[i]) ++one.buckets[i];
  });
}

std::string Metrics::text() const {
  std::string requests =
      "# HELP huabiao_http_requests_total Requests answered.\n# TYPE huabiao_http_requests_total counter\n";
  std::string times =
      "# HELP huabiao_http_request_seconds Time from the last byte of a request to its answer.\n"
      "# TYPE huabiao_http_request_seconds histogram\n";
  series_.with([&](const auto& all) {
    for (const auto& [key, one] : all) {
      const std::string labels = fmt::format("method=\"{}\",route=\"{}\"", key.first, key.second);
      for (const auto& [status, count] : one.by_status)
        requests += fmt::format("huabiao_http_requests_total{{{},status=\"{}\"}} {}\n", labels, status, count);
      for (std::size_t i = 0; i < kBuckets.size(); ++i)
        times += fmt::format("huabiao_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels, kBuckets[i],
                             one.buckets[i]);
      times += fmt::format("huabiao_http_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labels, one.count);
      times += fmt::format("huabiao_http_request_seconds_sum{{{}}} {}\n", labels, one.seconds);
      times += fmt::format("huabiao_http_request_seconds_count{{{}}} {}\n", labels, one.count);
    }
  });
  std::string out = requests + times;
  out += "# HELP huabiao_http_connections Connections open now.\n# TYPE huabiao_http_connections gauge\n";
  out += fmt::format("huabiao_http_connections {}\n", open_.with([](std::int64_t n) { return n; }));
  for (const Gauge& gauge : gauges_)
    out += fmt::format("# HELP huabiao_{0} {1}\n# TYPE huabiao_{0} gauge\nhuabiao_{0} {2}\n", gauge.name, gauge.what,
                       gauge.value());
  for (const Family& family : families_) {
    out += fmt::format("# HELP huabiao_{0} {1}\n# TYPE huabiao_{0} {2}\n", family.name, family.what, family.type);
    for (const auto& [labels, value] : family.values())
      out += fmt::format("huabiao_{}{{{}}} {}\n", family.name, labels, value);
  }
  return out;
}

}  // namespace huabiao::http
