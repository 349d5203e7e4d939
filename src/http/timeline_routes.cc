#include "http/timeline_routes.h"

#include <algorithm>

#include "http/declaration_body.h"
#include "http/estate_json.h"
#include "http/json.h"
#include "http/page_changes_routes.h"
#include "http/query.h"
#include "monitor/keep/rolled_up.h"
#include "monitor/keep/row_change.h"
#include "monitor/sample/sample_steps.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::chrono::hours kUsual{24};
constexpr std::chrono::days kLongest{366};
constexpr std::size_t kRows = 200, kNews = 200, kPageChanges = 100;  // looked at

json::array step_documents(std::span<const monitor::SampleStep> steps) {
  const auto millis = [](monitor::Latency latency) {
    const auto found = latency.millis();
    return found ? json::value(*found) : json::value(nullptr);
  };
  json::array documents;
  for (const monitor::SampleStep& step : steps)
    documents.push_back({{"at", instant(monitor::time_of(step.from))},
                         {"samples", step.samples},
                         {"opened", step.opened},
                         {"failed", step.failed},
                         {"median_ms", millis(step.median)},
                         {"slowest_ms", millis(step.slowest)}});
  return documents;
}

Result<json::array> host_documents(const TimelinePorts& ports, std::int64_t site, TimePoint from, TimePoint to,
                                   std::int64_t step) {
  auto series = ports.samples.series_of(site);
  if (!series) return fail(std::move(series));
  json::array hosts;
  for (const monitor::Series& one : *series) {
    auto steps = monitor::steps_of(ports.samples, one.id, monitor::second_of(from), monitor::second_of(to) + 1, step);
    if (!steps) return fail(std::move(steps));
    if (steps->empty()) continue;
    hosts.push_back({{"host", text(one.key.host)},
                     {"port", one.key.port == 0 ? json::value(nullptr) : json::value(one.key.port)},
                     {"vantage", text(one.key.vantage)},
                     {"steps", step_documents(*steps)}});
  }
  return hosts;
}

Answer get_timeline(const TimelinePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  QueryReader in(request);
  const TimePoint now = ports.clock.now();
  const TimePoint to = in.instant("to").value_or(now);
  const TimePoint from = std::max(in.instant("from").value_or(to - kUsual), to - kLongest);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto known = must_be(ports.registry.site({*site}, registry::AsOf::at(now)), "registry.no_such_site", *site);
  if (!known) return fail(std::move(known));
  const std::int64_t step = monitor::step_for(std::max<std::int64_t>((to - from) / std::chrono::seconds(1), 1));
  auto hosts = host_documents(ports, *site, from, to, step);
  if (!hosts) return fail(std::move(hosts));
  auto rows = ports.rounds.history(*site, kRows);
  if (!rows) return fail(std::move(rows));
  auto news = ports.rounds.news({.site = *site, .region = {}, .untold = true, .since = from, .limit = kNews});
  if (!news) return fail(std::move(news));
  auto pages = page_changes_of(ports.rounds, ports.pages, *site, from, to, kPageChanges);
  if (!pages) return fail(std::move(pages));
  json::array changes, happened, page_changes;
  for (const monitor::PageChange& one : *pages) page_changes.push_back(page_change_document(one));
  for (const monitor::RowChange& one : monitor::changes_of(*rows))
    if (one.at >= from && one.at <= to)
      changes.push_back({{"at", instant(one.at)},
                         {"host", text(one.host)},
                         {"part", monitor::to_string(one.part)},
                         {"before", text(one.before)},
                         {"after", text(one.after)}});
  for (const monitor::FindingNews& one : *news)
    if (one.moment.at <= to) happened.push_back(news_document(one));
  return json_answer(json::object{{"from", instant(from)},
                                  {"to", instant(to)},
                                  {"step_s", step},
                                  {"hosts", *std::move(hosts)},
                                  {"changes", std::move(changes)},
                                  {"page_changes", std::move(page_changes)},
                                  {"news", std::move(happened)}});
}

}  // namespace

Routes timeline_routes(const TimelinePorts& ports) {
  return {{Method::Get, "/api/v1/sites/{}/timeline", Wants::See, Over::Site, TakesBody::No,
           [ports](const Request& request) { return get_timeline(ports, request); }}};
}

}  // namespace huabiao::http
