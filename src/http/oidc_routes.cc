#include "http/oidc_routes.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/utf8.h"
#include "http/session_document.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;

constexpr std::string_view kBinderCookie = "huabiao_oidc", kPlace = "/api/v1/session/oidc";

// Lax: the provider sends the browser back by a link. It opens nothing by itself.
std::string binder_cookie(std::string_view binder, bool tls, Millis age) {
  return fmt::format("{}={}; Path={}; HttpOnly; SameSite=Lax; Max-Age={}{}", kBinderCookie, binder, kPlace,
                     std::chrono::duration_cast<std::chrono::seconds>(age).count(), tls ? "; Secure" : "");
}

Answer begin(const SessionPorts& ports, const Request& request) {
  if (ports.provider == nullptr) return fail(Kind::NotFound, "oidc.none");
  auto begun = ports.provider->begin();
  if (!begun) return fail(std::move(begun));
  Response response = json_answer(json::object{{"url", text(begun->url)}});
  response.with("Set-Cookie", binder_cookie(begun->binder, request.tls, oidc::FlowLimits::kLife));
  return response;
}

Response back_to(std::string place, const Request& request) {
  Response response;
  response.status = 303;
  response.with("Location", std::move(place));
  response.with("Set-Cookie", binder_cookie("", request.tls, Millis(0)));
  return response;
}

// A browser comes, not the console: whatever happens it is led back, to the sign-in page with the error's code.
Answer finish(const SessionPorts& ports, const Request& request) {
  if (ports.provider == nullptr) return fail(Kind::NotFound, "oidc.none");
  const auto refused = [&](const Error& error) {
    spdlog::warn("signing in at the provider: {} {}", error.code, utf8::squeeze(utf8::scrub(error.detail)));
    Response response = back_to("/?refused=" + error.code, request);
    response.refused = error.code;
    return response;
  };
  auto person = ports.provider->finish(field(request.cookies, kBinderCookie), field(request.query, "state"),
                                       field(request.query, "code"));
  if (!person) return refused(person.error());
  auto who = ports.doorkeeper.enter_as(access::Source::Oidc, *person, peer_of(request));
  if (!who) return refused(who.error());
  Response response = back_to("/", request);
  response.entered = who->account;
  response.with("Set-Cookie", session_cookie(who->token, request.tls, ports.doorkeeper.rules().session.absolute));
  return response;
}

}  // namespace

Routes oidc_routes(const SessionPorts& ports) {
  const auto with = [ports](Answer (*handler)(const SessionPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Post, kPlace, Wants::Nobody, Over::Nothing, TakesBody::No, with(begin)},
      {Method::Get, "/api/v1/session/oidc/return", Wants::Nobody, Over::Nothing, TakesBody::No, with(finish)},
  };
}

}  // namespace huabiao::http
