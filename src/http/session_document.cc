#include "http/session_document.h"

#include <algorithm>
#include <fmt/format.h>

#include "http/dispatch.h"
#include "http/grant_document.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
using access::Owes;

json::value owed_word(Owes owes) {
  switch (owes) {
    case Owes::Nothing:
      return nullptr;
    case Owes::Code:
      return "code";
    case Owes::Password:
      return "password";
    case Owes::SecondFactor:
      return "second_factor";
  }
  std::unreachable();
}

}  // namespace

access::Peer peer_of(const Request& request) {
  return {request.peer, request.header("user-agent")};
}

std::string session_cookie(std::string_view token, bool tls, Millis age) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", kSessionCookie, token,
                     std::chrono::duration_cast<std::chrono::seconds>(age).count(), tls ? "; Secure" : "");
}

Result<json::object> session_document(const SessionPorts& ports, const access::SignedIn& who) {
  const bool halfway = who.owes == Owes::Code;
  const std::span<const access::Grant> grants =
      halfway ? std::span<const access::Grant>() : std::span<const access::Grant>(who.grants);
  auto factor = ports.factors.standing(who.account.id);
  if (!factor) return fail(std::move(factor));
  json::array abilities;
  const access::Abilities may = access::abilities_of(grants);
  for (std::size_t i = 0; i < access::kAbilityNames.size(); ++i)
    if (may.has(static_cast<Ability>(i))) abilities.push_back(json::value(access::kAbilityNames[i]));
  const access::SessionLimits& limits = ports.doorkeeper.rules().session;
  const TimePoint expires = std::min(who.session.began + limits.absolute, who.session.last_used + limits.idle);
  const std::string& full_name = who.account.full_name;
  return json::object{{"account",
                       {{"id", who.account.id.value},
                        {"name", text(who.account.name)},
                        {"display_name", text(halfway || full_name.empty() ? who.account.name : full_name)}}},
                      {"grants", grants_document(ports.registry, ports.clock, grants)},
                      {"csrf", who.session.csrf},
                      {"abilities", std::move(abilities)},
                      {"owes", owed_word(who.owes)},
                      {"must_change_password", who.owes == Owes::Password},
                      {"second_factor",
                       {{"set_up", factor->set_up},
                        {"demanded", ports.doorkeeper.demands_factor(who.grants)},
                        {"since", instant(factor->since)},
                        {"recovery_codes", halfway ? json::value(nullptr) : json::value(factor->recovery_codes)}}},
                      {"expires_at", instant(expires)}};
}

Answer signed_in(const SessionPorts& ports, const access::SignedIn& who, const Request& request) {
  auto document = session_document(ports, who);
  if (!document) return fail(std::move(document));
  Response response = json_answer(*document);
  response.entered = who.account;
  response.with("Set-Cookie", session_cookie(who.token, request.tls, ports.doorkeeper.rules().session.absolute));
  return response;
}

}  // namespace huabiao::http
