#include "http/factor_routes.h"

#include "http/declaration_body.h"
#include "http/session_document.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 2;

// Never repeated in an answer.
std::expected<std::string, Failure> read_code(const Request& request) {
  auto read = read_body(request, kDepth, [](ObjectReader& in) {
    return in.string("code", {.min = 1, .max = 40, .required = true}).value.value_or("");
  });
  if (!read)
    for (ProblemItem& fault : read.error().items) fault.read.clear();
  return read;
}

Answer enter_code(const SessionPorts& ports, const Request& request) {
  auto code = read_code(request);
  if (!code) return std::unexpected(std::move(code).error());
  auto who = ports.doorkeeper.enter_code(request.caller->token, *code, peer_of(request));
  if (!who) return fail(std::move(who));
  return signed_in(ports, *who, request);
}

Answer begin_factor(const SessionPorts& ports, const Request& request) {
  auto enrolment = ports.doorkeeper.begin_factor(*request.caller);
  if (!enrolment) return fail(std::move(enrolment));
  return json_answer(json::object{{"secret", enrolment->secret}, {"uri", enrolment->uri}}, 201);
}

json::array codes_document(const std::vector<std::string>& codes) {
  return texts(codes);
}

Answer confirm_factor(const SessionPorts& ports, const Request& request) {
  auto code = read_code(request);
  if (!code) return std::unexpected(std::move(code).error());
  auto enrolled = ports.doorkeeper.confirm_factor(*request.caller, *code, peer_of(request));
  if (!enrolled) return fail(std::move(enrolled));
  auto session = session_document(ports, enrolled->who);
  if (!session) return fail(std::move(session));
  Response response = json_answer(
      json::object{{"session", *std::move(session)}, {"recovery_codes", codes_document(enrolled->recovery_codes)}});
  response.with("Set-Cookie",
                session_cookie(enrolled->who.token, request.tls, ports.doorkeeper.rules().session.absolute));
  return response;
}

Answer renew_recovery_codes(const SessionPorts& ports, const Request& request) {
  auto code = read_code(request);
  if (!code) return std::unexpected(std::move(code).error());
  auto codes = ports.doorkeeper.renew_recovery_codes(*request.caller, *code);
  if (!codes) return fail(std::move(codes));
  return json_answer(json::object{{"recovery_codes", codes_document(*codes)}});
}

Answer drop_factor(const SessionPorts& ports, const Request& request) {
  auto code = read_code(request);
  if (!code) return std::unexpected(std::move(code).error());
  if (auto done = ports.doorkeeper.drop_factor(*request.caller, *code); !done) return fail(std::move(done));
  return no_content();
}

Answer sign_in_ways(const SessionPorts& ports, const Request&) {
  const access::PasswordRules& password = ports.doorkeeper.rules().password;
  json::value provider(nullptr);
  if (ports.provider != nullptr) provider = json::object{{"label", text(ports.provider_label)}};
  return json_answer(json::object{
      {"password",
       {{"min_length", password.min_characters}, {"classes", password.min_classes}, {"history", password.history}}},
      {"ldap", ports.ldap},
      {"oidc", std::move(provider)}});
}

}  // namespace

Routes factor_routes(const SessionPorts& ports) {
  const auto with = [ports](Answer (*handler)(const SessionPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/sign-in", Wants::Nobody, Over::Nothing, TakesBody::No, with(sign_in_ways)},
      {Method::Post, "/api/v1/session/code", Wants::Anyone, Over::Nothing, TakesBody::InMemory, with(enter_code)},
      {Method::Post, "/api/v1/session/factor", Wants::Anyone, Over::Nothing, TakesBody::No, with(begin_factor)},
      {Method::Post, "/api/v1/session/factor/confirmation", Wants::Anyone, Over::Nothing, TakesBody::InMemory,
       with(confirm_factor)},
      {Method::Post, "/api/v1/session/factor/recovery-codes", Wants::InPerson, Over::Nothing, TakesBody::InMemory,
       with(renew_recovery_codes)},
      {Method::Post, "/api/v1/session/factor/removal", Wants::InPerson, Over::Nothing, TakesBody::InMemory,
       with(drop_factor)},
  };
}

}  // namespace huabiao::http
