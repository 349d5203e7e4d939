#include "http/session_routes.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <memory>

#include "http/dispatch.h"
#include "http/json.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 4;
constexpr std::size_t kPasswordMax = 200;  // code points
constexpr access::SessionLimits kSessionLimits;

std::string cookie(std::string_view token, bool tls, Millis age) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", kSessionCookie, token,
                     std::chrono::duration_cast<std::chrono::seconds>(age).count(), tls ? "; Secure" : "");
}

json::value session_document(const access::Account& account, const access::Session& session) {
  json::array abilities;
  for (const Ability ability : abilities_of(account.role)) abilities.push_back(json::value(to_string(ability)));
  const TimePoint expires = std::min(session.began + kSessionLimits.absolute, session.last_used + kSessionLimits.idle);
  return json::object{{"account",
                       {{"id", account.id.value},
                        {"name", text(account.name)},
                        {"display_name", text(account.full_name.empty() ? account.name : account.full_name)},
                        {"role", to_string(account.role)}}},
                      {"csrf", session.csrf},
                      {"abilities", std::move(abilities)},
                      {"must_change_password", account.must_change_password},
                      {"expires_at", instant(expires)}};
}

Response signed_in(const access::SignedIn& who, const Request& request) {
  Response response = json_answer(session_document(who.account, who.session));
  response.with("Set-Cookie", cookie(who.token, request.tls, kSessionLimits.absolute));
  return response;
}

// Each sign-in hashes for tens of milliseconds on a thread of the work pool: strangers may not take all of them.
class SignInGate {
 public:
  static constexpr int kAtOnce = 2;
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

Answer sign_in(access::Doorkeeper& doorkeeper, std::atomic<int>& inside, const Request& request) {
  const SignInGate gate(inside);
  if (!gate.open()) return fail(Kind::Unavailable, "http.busy");
  auto read = read_secrets(request, "name", "password", 100);
  if (!read) return std::unexpected(std::move(read).error());
  auto who = doorkeeper.sign_in(read->first, read->second, request.peer, request.header("user-agent"));
  if (!who) return fail(std::move(who));
  return signed_in(*who, request);
}

Answer change_password(access::Doorkeeper& doorkeeper, const Request& request) {
  auto read = read_secrets(request, "current", "new", kPasswordMax);
  if (!read) return std::unexpected(std::move(read).error());
  auto who = doorkeeper.change_password(request.caller->token, read->first, read->second);
  if (!who) return fail(std::move(who));
  return signed_in(*who, request);
}

Answer sign_out(access::Doorkeeper& doorkeeper, const Request& request) {
  if (auto out = doorkeeper.sign_out(request.caller->token); !out) return fail(std::move(out));
  Response response;
  response.status = 204;
  response.with("Set-Cookie", cookie("", request.tls, Millis(0)));
  return response;
}

Answer who_am_i(const Request& request) {
  return json_answer(session_document(request.caller->account, request.caller->session));
}

}  // namespace

Routes session_routes(access::Doorkeeper& doorkeeper) {
  constexpr std::string_view kSession = "/api/v1/session";
  const auto inside = std::make_shared<std::atomic<int>>(0);
  return {
      {Method::Get, kSession, Wants::Anyone, TakesBody::No, who_am_i},
      {Method::Post, kSession, Wants::Nobody, TakesBody::InMemory,
       [&doorkeeper, inside](const Request& request) { return sign_in(doorkeeper, *inside, request); }},
      {Method::Delete, kSession, Wants::Anyone, TakesBody::No,
       [&doorkeeper](const Request& request) { return sign_out(doorkeeper, request); }},
      {Method::Post, "/api/v1/session/password", Wants::Anyone, TakesBody::InMemory,
       [&doorkeeper](const Request& request) { return change_password(doorkeeper, request); }},
  };
}

}  // namespace huabiao::http
