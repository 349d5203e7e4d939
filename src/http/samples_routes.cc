#include "http/samples_routes.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"
#include "monitor/keep/rolled_up.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::int64_t kStripDays = 31;
constexpr std::int64_t kMostListedDays = 31;  // of one list of samples

std::string day_text(std::int64_t day) {
  return shanghai_day(monitor::time_of(monitor::day_begins(day)));
}

json::value millis_or_null(monitor::Latency latency) {
  const auto millis = latency.millis();
  return millis ? json::value(*millis) : json::value(nullptr);
}

double rounded(double percent) {
  constexpr double kPlaces = 100;
  return std::round(percent * kPlaces) / kPlaces;
}

json::object rule_document(const monitor::InspectionRules& rule) {
  return {
      {"days", rule.availability.days},
      {"visits_per_day", rule.availability.visits_per_day},
      {"seconds", rule.availability.seconds},
      {"failed_percent", rule.availability.failed_percent},
      {"basis", text(rule.availability_basis.basis)},
      {"from", text(rule.availability_basis.from)},
      {"explanation",
       {{"zh", text(rule.availability_basis.explanation.zh)}, {"en", text(rule.availability_basis.explanation.en)}}}};
}

json::object inspected(const monitor::Availability& found) {
  json::array days;
  for (const monitor::AvailabilityDay& day : found.days)
    days.push_back(
        {{"day", day_text(day.day)}, {"visits", day.visits}, {"failed", day.failed}, {"not_known", day.not_known}});
  return {{"visits", found.visits},
          {"failed", found.failed},
          {"failed_percent", rounded(found.failed_percent)},
          {"proof", found.proof == monitor::AvailabilityProof::Proven ? "proven" : "too_few"},
          {"veto", found.veto},
          {"days", std::move(days)}};
}

json::array strip(std::span<const monitor::SampleDay> of) {
  json::array days;
  for (const monitor::SampleDay& day : of)
    days.push_back({{"day", day_text(day.day)},
                    {"samples", day.samples},
                    {"opened", day.opened},
                    {"failed", day.failed},
                    {"median_ms", millis_or_null(day.median)},
                    {"slowest_ms", millis_or_null(day.slowest)}});
  return days;
}

json::object series_document(const monitor::Series& series) {
  return {{"series", series.id.value},
          {"host", text(series.key.host)},
          {"port", series.key.port == 0 ? json::value(nullptr) : json::value(series.key.port)},
          {"check", monitor::to_string(series.key.kind)},
          {"vantage", text(series.key.vantage)}};
}

// The series of a site of the register. Fails: NotFound registry.no_such_site.
Result<std::vector<monitor::Series>> series_of(const SamplePorts& ports, std::int64_t site) {
  auto known = ports.registry.site({site}, registry::AsOf::at(ports.clock.now()));
  if (!known) return fail(std::move(known));
  if (!*known) return fail(Kind::NotFound, "registry.no_such_site", std::to_string(site));
  return ports.samples.series_of(site);
}

Answer get_availability(const SamplePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  QueryReader in(request);
  const std::int64_t today = monitor::day_of(monitor::second_of(ports.clock.now()));
  // The day so far proves nothing: the last whole one.
  const auto until = in.day("until");
  const std::int64_t last = until ? monitor::day_of(monitor::second_of(*until)) : today - 1;
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto all = series_of(ports, *site);
  if (!all) return fail(std::move(all));
  const std::int64_t shown = until ? last : today;
  const std::int64_t first = std::min(shown - kStripDays, last - ports.rule.availability.days) + 1;
  json::array hosts;
  for (const monitor::Series& one : *all) {
    // The inspection wants every check of its days, the strip no more than whole days.
    auto samples = ports.samples.samples(one.id, monitor::day_begins(last - ports.rule.availability.days + 1),
                                         monitor::day_begins(last + 1));
    if (!samples) return fail(std::move(samples));
    auto days = monitor::days_of(ports.samples, one.id, first, shown);
    if (!days) return fail(std::move(days));
    if (samples->empty() && days->empty()) continue;
    json::object document = series_document(one);
    document["inspection"] = inspected(monitor::availability(*samples, last, ports.rule.availability));
    document["days"] = strip(*days);
    hosts.push_back(std::move(document));
  }
  return json_answer(json::object{{"rule", rule_document(ports.rule)},
                                  {"from", day_text(first)},
                                  {"until", day_text(last)},
                                  {"hosts", std::move(hosts)}});
}

// The cursor: the second the next page begins at. Fails: Invalid registry.bad_cursor.
Result<std::int64_t> read_cursor(const std::string& cursor) {
  std::int64_t second = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), second);
  if (error != std::errc{} || end != cursor.data() + cursor.size())
    return fail(Kind::Invalid, "registry.bad_cursor", cursor);
  return second;
}

Answer list_samples(const SamplePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  QueryReader in(request);
  in.need("series");
  const auto series = in.id("series");
  const TimePoint now = ports.clock.now();
  const std::int64_t to = monitor::second_of(in.instant("to").value_or(now)) + 1;
  std::int64_t from = monitor::second_of(in.instant("from").value_or(now - std::chrono::days(1)));
  const std::string cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  from = std::max(from, to - kMostListedDays * monitor::kDaySeconds);
  if (!cursor.empty()) {
    auto second = read_cursor(cursor);
    if (!second) return fail(std::move(second));
    from = std::max(from, *second);
  }
  auto all = series_of(ports, *site);
  if (!all) return fail(std::move(all));
  if (std::ranges::none_of(*all, [&](const monitor::Series& one) { return one.id.value == *series; }))
    return fail(Kind::NotFound, "http.no_such_resource", request.path);
  auto samples = ports.samples.samples({*series}, from, to);
  if (!samples) return fail(std::move(samples));
  json::array items;
  for (const monitor::Sample& sample : std::span(*samples).first(std::min(limit, samples->size())))
    items.push_back({{"at", instant(monitor::time_of(sample.second))},
                     {"outcome", monitor::to_string(sample.outcome)},
                     {"ms", millis_or_null(sample.latency)}});
  return json_answer(page_document(std::move(items),
                                   samples->size() > limit ? std::to_string((*samples)[limit].second) : "",
                                   static_cast<std::int64_t>(samples->size())));
}

}  // namespace

Routes samples_routes(const SamplePorts& ports) {
  const auto with = [ports](Answer (*handler)(const SamplePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/sites/{}/availability", Wants::See, Over::Site, TakesBody::No, with(get_availability)},
      {Method::Get, "/api/v1/sites/{}/samples", Wants::See, Over::Site, TakesBody::No, with(list_samples)},
  };
}

}  // namespace huabiao::http
