#include "http/watch_routes.h"

#include "http/json.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;

json::value period_document(const std::optional<monitor::WatchPeriod>& period) {
  if (!period) return nullptr;
  return json::object{{"round", period->round.value},
                      {"began_at", instant(period->began)},
                      {"rows", period->rows},
                      {"done", period->done},
                      {"not_visited", period->not_visited},
                      {"left_alone", period->left_alone},
                      {"late_ms",
                       {{"middle", period->late_middle.count()},
                        {"p99", period->late_p99.count()},
                        {"most", period->late_most.count()}}}};
}

json::value failure_document(const std::optional<Error>& failure) {
  if (!failure) return nullptr;
  return json::object{{"code", text(failure->code)}, {"explanation", explained(failure->code)}};
}

Answer get_watch(const desk::WatchDesk& desk) {
  const desk::WatchDesk::State state = desk.state();
  constexpr std::int64_t kMillis = 1'000;
  const bool on = desk.every() > Millis(0);
  return json_answer(json::object{
      {"every_s", on ? json::value(static_cast<double>(desk.every().count()) / kMillis) : json::value(nullptr)},
      {"running", state.running},
      {"failure", failure_document(state.failure)},
      {"line_suspected_at", instant(state.status.line_suspected)},
      {"periods", state.status.periods},
      {"now", period_document(state.status.now)},
      {"before", period_document(state.status.before)}});
}

}  // namespace

Routes watch_routes(const desk::WatchDesk& desk) {
  return {
      {Method::Get, "/api/v1/watch", Wants::See, TakesBody::No, [&desk](const Request&) { return get_watch(desk); }}};
}

}  // namespace huabiao::http
