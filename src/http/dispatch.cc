#include "http/dispatch.h"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <utility>

#include "base/digest.h"
#include "base/utf8.h"
#include "http/content_policy.h"
#include "http/problem.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

void add_usual_headers(Response& response, const Request& request) {
  const auto absent = [&](std::string_view name) {
    return std::ranges::none_of(response.headers, [&](const auto& one) { return one.first == name; });
  };
  if (absent("Cache-Control")) response.with("Cache-Control", "no-store");
  if (absent("Content-Security-Policy")) response.with("Content-Security-Policy", content_policy());
  if (!request.id.empty()) response.with("X-Request-Id", request.id);
  response.with("X-Content-Type-Options", "nosniff")
      .with("X-Frame-Options", "DENY")
      .with("Referrer-Policy", "no-referrer")
      .with("Cross-Origin-Opener-Policy", "same-origin")
      .with("Cross-Origin-Resource-Policy", "same-origin")
      .with("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (absent("Vary")) response.with("Vary", "Accept-Language, Cookie");
  if (request.tls) response.with("Strict-Transport-Security", "max-age=31536000");
}

// A browser tells where a changing request comes from; another site's is refused before anything else is looked at.
bool from_elsewhere(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return false;
  const auto authority = origin.find("://");
  return authority == std::string_view::npos || origin.substr(authority + 3) != request.header("host");
}

// Reading on after a session has ended is nothing anybody tried.
bool is_attempt(const Request& request, const Error& error) {
  return is_change(request.method) || error.kind != Kind::Unauthenticated;
}

std::string_view bearer_of(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view given = request.header("authorization");
  return given.starts_with(kScheme) ? given.substr(kScheme.size()) : std::string_view();
}

// Requires: a record with a number.
access::RecordKind kind_of(Over over) {
  switch (over) {
    case Over::Organisation:
      return access::RecordKind::Organisation;
    case Over::Declaration:
      return access::RecordKind::Declaration;
    case Over::Contact:
      return access::RecordKind::Contact;
    case Over::Finding:
      return access::RecordKind::Finding;
    default:
      return access::RecordKind::Site;
  }
}

}  // namespace

Dispatcher::Dispatcher(RouteTable table, access::Doorkeeper& doorkeeper, access::TokenGate& tokens,
                       access::VantageGate& gate, access::Bounds& bounds, access::AuditLog& audit, Metrics& metrics,
                       Handler elsewhere)
    : table_(std::move(table)),
      doorkeeper_(doorkeeper),
      tokens_(tokens),
      gate_(gate),
      bounds_(bounds),
      trail_(audit, table_),
      metrics_(metrics),
      elsewhere_(std::move(elsewhere)) {}

Result<const Route*> Dispatcher::find_route(Request& request, std::string& allow) const {
  RouteTable::Match match = table_.match(request.method, request.path);
  if (match.route != nullptr) {
    request.arguments = std::move(match.arguments);
    return match.route;
  }
  if (!match.allowed.empty()) {
    for (const Method method : match.allowed) allow += (allow.empty() ? "" : ", ") + std::string(to_string(method));
    return fail(Kind::Invalid, "http.method_not_allowed", std::string(to_string(request.method)), allow);
  }
  if (request.path == "/api" || request.path.starts_with("/api/"))
    return fail(Kind::NotFound, "http.no_such_route", std::string(utf8::cut(request.path, 200)));
  if (request.method != Method::Get && request.method != Method::Head) {
    allow = "GET, HEAD";
    return fail(Kind::Invalid, "http.method_not_allowed", std::string(to_string(request.method)), allow);
  }
  return nullptr;
}

Done Dispatcher::check_caller(const Route& route, Request& request) {
  if (is_change(request.method) && from_elsewhere(request)) return fail(Kind::Denied, "http.cross_site");
  if (route.wants == Wants::Nobody) return {};
  if (route.wants == Wants::VantagePoint) return check_vantage(request);
  if (auto known = check_person(route, request); !known) return known;
  const auto ability = ability_of(route.wants);
  return ability ? check_reach(route, *ability, request) : Done();
}

// By an API token, which browsers do not send by themselves, or by the session of a cookie.
Done Dispatcher::check_person(const Route& route, Request& request) {
  const std::string_view bearer = bearer_of(request);
  if (access::TokenGate::is_token(bearer)) {
    auto known = tokens_.recognise(bearer, request.peer);
    if (!known) return fail(std::move(known));
    request.caller = Caller{{.account = std::move(known->account), .grants = std::move(known->grants), .session = {}},
                            std::move(known->token)};
    const bool in_person = route.wants == Wants::Anyone || route.wants == Wants::InPerson;
    return in_person ? fail(Kind::Denied, "access.not_by_token") : Done();
  }
  const std::string_view token = field(request.cookies, kSessionCookie);
  if (token.empty()) return fail(Kind::Unauthenticated, "access.no_session");
  auto known = doorkeeper_.recognise(token, request.peer);
  if (!known) return fail(std::move(known));
  known->token = token;
  request.caller = Caller{*std::move(known), std::nullopt};
  if (is_change(request.method) && !equal_in_constant_time(request.header(kCsrfHeader), request.caller->session.csrf))
    return fail(Kind::Denied, "http.no_csrf", {}, "X-Huabiao-Csrf");
  if (route.wants == Wants::Anyone) return {};
  switch (request.caller->owes) {
    case access::Owes::Nothing:
      return {};
    case access::Owes::Code:
      return fail(Kind::Denied, "access.code_needed");
    case access::Owes::Password:
      return fail(Kind::Denied, "access.must_change_password");
    case access::Owes::SecondFactor:
      return fail(Kind::Denied, "access.second_factor_needed");
  }
  std::unreachable();
}

// The one place where a grant meets a record.
Done Dispatcher::check_reach(const Route& route, Ability ability, Request& request) {
  request.reach = reach_of(*request.caller, ability);
  const registry::Reach& reach = request.reach;
  if (reach.nowhere()) return fail(Kind::Denied, "http.not_allowed", {}, std::string(to_string(ability)));
  if (route.over == Over::Nothing || route.over == Over::Reach || reach.everywhere) return {};
  if (route.over == Over::Everything) return fail(Kind::Denied, "http.beyond_reach", {}, "nation");
  Result<bool> held = false;
  if (route.over == Over::Body) {
    held = bounds_.holds_body(reach, request.arguments.at(0));
  } else {
    auto id = path_id(request);
    if (!id) return fail(std::move(id));
    held = bounds_.holds(reach, kind_of(route.over), *id);
  }
  if (!held) return fail(std::move(held));
  return *held ? Done() : fail(Kind::NotFound, "http.no_such_resource", request.path);
}

Done Dispatcher::check_vantage(Request& request) {
  auto known = gate_.recognise(bearer_of(request));
  if (!known) return fail(std::move(known));
  request.vantage = *std::move(known);
  return {};
}

Dispatcher::Admission Dispatcher::admit(Request& request) noexcept {
  Admission admission;
  try {
    std::string allow;
    auto route = find_route(request, allow);
    Done checked;
    if (!route)
      checked = fail(std::move(route));
    else if (*route != nullptr) {
      admission.route = *route;
      checked = check_caller(**route, request);
    }
    if (!checked) {
      if (admission.route != nullptr && is_attempt(request, checked.error()))
        trail_.refused(*admission.route, request, checked.error());
      auto refused = std::make_unique<Response>(problem(checked.error(), request.language));
      if (!allow.empty()) refused->with("Allow", allow);
      add_usual_headers(*refused, request);
      admission.refused = std::move(refused);
    }
  } catch (const std::exception& bug) {
    spdlog::error("{} admitting {} {}: {}", request.id, to_string(request.method), printable(request.path), bug.what());
    admission.refused = std::make_unique<Response>(refuse(Error{Kind::Internal, "internal", {}, {}}, request));
  }
  return admission;
}

Answer Dispatcher::run(const Route& route, const Request& request) {
  auto announced = trail_.announce(route, request);
  if (!announced) return fail(std::move(announced));
  Answer given = Response();
  try {
    given = route.handler(request);
  } catch (const std::exception& bug) {
    given = fail(Kind::Internal, "internal", bug.what());
  }
  if (*announced) {
    if (auto concluded = trail_.conclude(std::move(**announced), request, given); !concluded)
      return fail(std::move(concluded));
  } else if (!given && given.error().error.kind == Kind::Denied) {
    trail_.refused(route, request, given.error().error);
  }
  return given;
}

Response Dispatcher::answer(const Route* route, const Request& request) noexcept {
  try {
    return response_of(route != nullptr ? run(*route, request) : elsewhere_(request), request);
  } catch (const std::exception& bug) {
    spdlog::error("{} {} {}: {}", request.id, to_string(request.method), printable(request.path), bug.what());
    return refuse(Error{Kind::Internal, "internal", {}, {}}, request);
  }
}

std::optional<Response> Dispatcher::look_again(LaterAnswer& later, const Request& request) noexcept {
  try {
    auto given = later.ready();
    if (!given) return std::nullopt;
    return response_of(*std::move(given), request);
  } catch (const std::exception& bug) {
    spdlog::error("{} {} {}: {}", request.id, to_string(request.method), printable(request.path), bug.what());
    return refuse(Error{Kind::Internal, "internal", {}, {}}, request);
  }
}

Response Dispatcher::response_of(Answer given, const Request& request) {
  if (!given) {
    const Error& error = given.error().error;
    if (error.kind == Kind::Internal || error.kind == Kind::Environment)
      spdlog::error("{} {} {}: {} {}", request.id, to_string(request.method), printable(request.path), error.code,
                    printable(error.detail));
  }
  Response response = given ? std::move(*given) : problem(given.error(), request.language);
  add_usual_headers(response, request);
  return response;
}

Response Dispatcher::refuse(const Error& error, const Request& request) noexcept {
  Response response = problem(error, request.language);
  add_usual_headers(response, request);
  return response;
}

void Dispatcher::sent(const Route* route, const Request& request, int status, std::uint64_t bytes,
                      Millis took) noexcept {
  const std::string_view pattern = route != nullptr ? route->pattern : std::string_view("console");
  metrics_.answered(to_string(request.method), pattern, status, took);
  spdlog::info("{} {} {} {} {} {} B {} ms {}", request.id, request.peer, to_string(request.method),
               printable(request.path), status, bytes, took.count(),
               request.caller    ? request.caller->account.name
               : request.vantage ? request.vantage->name
                                 : "-");
}

}  // namespace huabiao::http
