#include "http/session_routes.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "http/declaration_body.h"
#include "http/grant_document.h"
#include "http/json.h"
#include "http/query.h"
#include "http/session_document.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 4;
constexpr std::size_t kPasswordMax = 200;  // code points

// Each sign-in hashes for tens of milliseconds on a thread of the work pool: strangers may not take all of them.
class SignInGate {
 public:
  static constexpr int kAtOnce = 4;
  explicit SignInGate(std::atomic<int>& inside) : inside_(inside), open_(++inside_ <= kAtOnce) {}
  ~SignInGate() { --inside_; }
  SignInGate(const SignInGate&) = delete;
  SignInGate& operator=(const SignInGate&) = delete;
  [[nodiscard]] bool open() const { return open_; }

 private:
  std::atomic<int>& inside_;
  bool open_;
};

// Two texts of a body, neither of which is ever repeated in an answer: one of them is a password.
using Secrets = std::pair<std::string, std::string>;
std::expected<Secrets, Failure> read_secrets(const Request& request, std::string_view first, std::string_view second,
                                             std::size_t first_max) {
  auto read = read_body(request, kDepth, [&](ObjectReader& in) {
    auto one = in.string(first, {.min = 1, .max = first_max, .required = true});
    auto other = in.string(second, {.min = 1, .max = kPasswordMax, .required = true});
    return Secrets{one.value.value_or(""), other.value.value_or("")};
  });
  if (!read)
    for (ProblemItem& fault : read.error().items) fault.read.clear();
  return read;
}

Answer sign_in(const SessionPorts& ports, std::atomic<int>& inside, const Request& request) {
  const SignInGate gate(inside);
  if (!gate.open()) return fail(Kind::Unavailable, "http.busy");
  auto read = read_secrets(request, "name", "password", 100);
  if (!read) return std::unexpected(std::move(read).error());
  auto who = ports.doorkeeper.sign_in(read->first, read->second, peer_of(request));
  if (!who) return fail(std::move(who));
  return signed_in(ports, *who, request);
}

Answer change_password(const SessionPorts& ports, const Request& request) {
  auto read = read_secrets(request, "current", "new", kPasswordMax);
  if (!read) return std::unexpected(std::move(read).error());
  auto who = ports.doorkeeper.change_password(request.caller->token, read->first, read->second, peer_of(request));
  if (!who) return fail(std::move(who));
  return signed_in(ports, *who, request);
}

Answer sign_out(const SessionPorts& ports, const Request& request) {
  if (auto out = ports.doorkeeper.sign_out(request.caller->token); !out) return fail(std::move(out));
  Response response;
  response.status = 204;
  response.with("Set-Cookie", session_cookie("", request.tls, Millis(0)));
  return response;
}

Answer who_am_i(const SessionPorts& ports, const Request& request) {
  auto document = session_document(ports, *request.caller);
  if (!document) return fail(std::move(document));
  return json_answer(*document);
}

Answer list_sessions(const SessionPorts& ports, const Request& request) {
  auto sessions = ports.accounts.sessions_of(request.caller->account.id);
  if (!sessions) return fail(std::move(sessions));
  json::array items;
  for (const access::Session& one : *sessions)
    items.push_back({{"id", one.id.value},
                     {"this_one", one.id == request.caller->session.id},
                     {"began_at", instant(one.began)},
                     {"last_used_at", instant(one.last_used)},
                     {"address", text(one.address)},
                     {"user_agent", text(one.user_agent)}});
  return json_answer(json::object{{"items", std::move(items)}});
}

Answer end_session(const SessionPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto sessions = ports.accounts.sessions_of(request.caller->account.id);
  if (!sessions) return fail(std::move(sessions));
  if (std::ranges::find(*sessions, access::SessionId{*id}, &access::Session::id) == sessions->end())
    return fail(Kind::NotFound, "http.no_such_resource", request.path);
  if (auto ended = ports.accounts.end_session({*id}); !ended) return fail(std::move(ended));
  return no_content();
}

struct Lending {
  std::string account;
  access::Grant grant;
};

// Part of an own grant, for a time, to somebody known by name.
Answer lend(const SessionPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto lending = read_body(request, kDepth, [&](ObjectReader& in) {
    Lending out;
    out.account = in.string("account", {.min = 1, .max = 64, .required = true}).value.value_or("");
    out.grant.until = in.instant("until").value;
    in.string_into(out.grant.reason, "reason", {.max = 300});
    out.grant.scope = read_scope(in);
    return out;
  });
  if (!lending) return std::unexpected(std::move(lending).error());
  if (auto known = scope_exists(ports.registry, ports.clock, lending->grant.scope); !known)
    return fail(std::move(known));
  auto to = ports.accounts.account_named(lending->account);
  if (!to) return fail(std::move(to));
  if (!*to) return fail(Kind::NotFound, "access.no_such_account", lending->account);
  lending->grant.account = (*to)->id;
  auto lent = ports.personnel.lend({*id}, lending->grant, request.caller->account);
  if (!lent) return fail(std::move(lent));
  return json_answer(json::object{{"id", lent->value}}, 201);
}

Answer take_back(const SessionPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  if (auto done = ports.personnel.take_back({*id}, request.caller->account); !done) return fail(std::move(done));
  return no_content();
}

}  // namespace

Routes session_routes(const SessionPorts& ports) {
  constexpr std::string_view kSession = "/api/v1/session";
  const auto inside = std::make_shared<std::atomic<int>>(0);
  const auto with = [ports](Answer (*handler)(const SessionPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, kSession, Wants::Anyone, Over::Nothing, TakesBody::No, with(who_am_i)},
      {Method::Post, kSession, Wants::Nobody, Over::Nothing, TakesBody::InMemory,
       [ports, inside](const Request& request) { return sign_in(ports, *inside, request); }},
      {Method::Delete, kSession, Wants::Anyone, Over::Nothing, TakesBody::No, with(sign_out)},
      {Method::Post, "/api/v1/session/password", Wants::Anyone, Over::Nothing, TakesBody::InMemory,
       with(change_password)},
      {Method::Get, "/api/v1/session/sessions", Wants::InPerson, Over::Nothing, TakesBody::No, with(list_sessions)},
      {Method::Delete, "/api/v1/session/sessions/{}", Wants::InPerson, Over::Nothing, TakesBody::No, with(end_session)},
      {Method::Post, "/api/v1/session/grants/{}/loans", Wants::InPerson, Over::Nothing, TakesBody::InMemory,
       with(lend)},
      {Method::Delete, "/api/v1/session/loans/{}", Wants::InPerson, Over::Nothing, TakesBody::No, with(take_back)},
  };
}

}  // namespace huabiao::http
