#include "http/about_routes.h"

#include <memory>

#include "http/json.h"
#include "http/query.h"
#include "language/catalogue.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;

Response plain(std::string text, int status = 200) {
  Response response;
  response.status = status;
  response.body = std::move(text);
  response.with("Content-Type", "text/plain; charset=utf-8");
  return response;
}

Answer about_document(const About& about, const Limits& limits) {
  return json_answer(json::object{
      {"version", about.version},
      {"api", 1},
      {"language_default", about.language == Language::Chinese ? "zh" : "en"},
      {"lab", about.lab ? json::value(text(*about.lab)) : json::value(nullptr)},
      {"vantage", about.vantage},
      {"limits", {{"upload_bytes", limits.upload_bytes}, {"body_bytes", limits.body_bytes}, {"page_size", kMaxPage}}},
      {"started_at", instant(about.started)},
  });
}

Answer problem_type(const Request& request) {
  const language::Message* message = language::find(request.arguments.at(0));
  if (message == nullptr) return fail(Kind::NotFound, "http.no_such_resource", request.arguments.at(0));
  return json_answer(json::object{{"code", message->code},
                                  {"title", {{"zh", message->zh}, {"en", message->en}}},
                                  {"next", {{"zh", message->next_zh}, {"en", message->next_en}}}});
}

}  // namespace

Routes about_routes(About about, const Limits& limits, const Metrics& metrics, std::function<Done()> ready) {
  const auto kept = std::make_shared<const About>(std::move(about));
  return {
      {Method::Get, "/api/v1/about", Wants::Known, Over::Nothing, TakesBody::No,
       [kept, &limits](const Request&) { return about_document(*kept, limits); }},
      {Method::Get, "/api/v1/openapi.yaml", Wants::Nobody, Over::Nothing, TakesBody::No,
       [kept](const Request&) -> Answer {
         Response response;
         response.fixed = kept->contract;
         response.with("Content-Type", "application/yaml; charset=utf-8");
         return response;
       }},
      {Method::Get, "/api/v1/problems/{}", Wants::Nobody, Over::Nothing, TakesBody::No, problem_type},
      {Method::Get, "/healthz", Wants::Nobody, Over::Nothing, TakesBody::No,
       [](const Request&) -> Answer { return plain("ok\n"); }},
      {Method::Get, "/readyz", Wants::Nobody, Over::Nothing, TakesBody::No,
       [ready = std::move(ready)](const Request&) -> Answer {
         if (auto good = ready(); !good) return plain("not ready: " + good.error().code + "\n", 503);
         return plain("ok\n");
       }},
      {Method::Get, "/metrics", Wants::Nobody, Over::Nothing, TakesBody::No,
       [&metrics](const Request&) -> Answer { return plain(metrics.text()); }},
  };
}

}  // namespace huabiao::http
