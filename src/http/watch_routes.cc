#include "http/watch_routes.h"

#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;

constexpr std::chrono::hours kUsual{24};

json::object period_document(const monitor::WatchPeriod& period) {
  return {
      {"round", period.round.value},
      {"began_at", instant(period.began)},
      {"rows", period.rows},
      {"done", period.done},
      {"not_visited", period.not_visited},
      {"left_alone", period.left_alone},
      {"late_ms",
       {{"middle", period.late_middle.count()}, {"p99", period.late_p99.count()}, {"most", period.late_most.count()}}}};
}
json::value period_document(const std::optional<monitor::WatchPeriod>& period) {
  return period ? json::value(period_document(*period)) : json::value(nullptr);
}

json::value failure_document(const std::optional<Error>& failure) {
  if (!failure) return nullptr;
  return json::object{{"code", text(failure->code)}, {"explanation", explained(failure->code)}};
}

json::array registrations_document(const std::vector<monitor::RegistryLoad>& loads) {
  json::array all;
  for (const monitor::RegistryLoad& load : loads)
    all.push_back({{"registry", text(load.registry)}, {"domains", load.domains}, {"overdue", load.overdue}});
  return all;
}

Answer get_watch(const desk::WatchDesk& desk) {
  const desk::WatchDesk::State state = desk.state();
  constexpr std::int64_t kMillis = 1'000;
  const bool on = desk.every() > Millis(0);
  return json_answer(json::object{
      {"every_s", on ? json::value(static_cast<double>(desk.every().count()) / kMillis) : json::value(nullptr)},
      {"running", state.running},
      {"failure", failure_document(state.failure)},
      {"render_failure", failure_document(state.status.render_failure)},
      {"line_suspected_at", instant(state.status.line_suspected)},
      {"resolvers_silent_at", instant(state.status.resolvers_silent)},
      {"registrations", registrations_document(state.status.registrations)},
      {"periods", state.status.periods},
      {"now", period_document(state.status.now)},
      {"before", period_document(state.status.before)}});
}

Answer list_periods(const WatchPorts& ports, const Request& request) {
  QueryReader in(request);
  const TimePoint since = in.instant("since").value_or(ports.clock.now() - kUsual);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto periods = ports.periods.periods(since);
  if (!periods) return fail(std::move(periods));
  json::array items;
  for (const monitor::WatchPeriod& period : *periods) items.push_back(period_document(period));
  return json_answer(json::object{{"since", instant(since)}, {"items", std::move(items)}});
}

}  // namespace

Routes watch_routes(const WatchPorts& ports) {
  return {{Method::Get, "/api/v1/watch", Wants::See, Over::Nothing, TakesBody::No,
           [ports](const Request&) { return get_watch(ports.desk); }},
          {Method::Get, "/api/v1/watch/periods", Wants::See, Over::Nothing, TakesBody::No,
           [ports](const Request& request) { return list_periods(ports, request); }}};
}

}  // namespace huabiao::http
