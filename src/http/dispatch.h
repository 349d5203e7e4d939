#pragma once
// Dispatcher: everything between a parsed request and its answer that is not a socket: finding the route, asking who it
// is and whether they may, running the handler between its two entries of the audit, turning failures into problem
// documents, adding the headers every answer has. Both calls block on stores: work pool only. Neither throws. Thread:
// any.

#include <memory>
#include <optional>
#include <string_view>

#include "access/bounds.h"
#include "access/sign_in.h"
#include "access/token_gate.h"
#include "access/vantage_gate.h"
#include "http/audit_trail.h"
#include "http/limits.h"
#include "http/message.h"
#include "http/metrics.h"
#include "http/route.h"

namespace huabiao::http {

inline constexpr std::string_view kSessionCookie = "huabiao_session";
inline constexpr std::string_view kCsrfHeader = "x-huabiao-csrf";

class Dispatcher {
 public:
  // `elsewhere` answers GET and HEAD of paths outside /api that no route has: the console's files.
  // Lifetime: doorkeeper, tokens, gate, bounds, audit and metrics outlive it.
  Dispatcher(RouteTable table, access::Doorkeeper& doorkeeper, access::TokenGate& tokens, access::VantageGate& gate,
             access::Bounds& bounds, access::AuditLog& audit, Metrics& metrics, Handler elsewhere);

  // Before the body is read: fills arguments and caller of `request`, or refuses.
  struct Admission {
    const Route* route = nullptr;  // null with no refusal: `elsewhere`
    std::unique_ptr<Response> refused;
  };
  Admission admit(Request& request) noexcept;

  // After the body was read.
  Response answer(const Route* route, const Request& request) noexcept;

  // Of a response that comes later; nullopt: not yet.
  std::optional<Response> look_again(LaterAnswer& later, const Request& request) noexcept;

  // A refusal that needs no handler: over a limit, too busy.
  Response refuse(const Error& error, const Request& request) noexcept;

  // Counts and logs an answer that was sent.
  void sent(const Route* route, const Request& request, int status, std::uint64_t bytes, Millis took) noexcept;

 private:
  Result<const Route*> find_route(Request& request, std::string& allow) const;
  Done check_caller(const Route& route, Request& request);
  Done check_person(const Route& route, Request& request);
  Done check_reach(const Route& route, Ability ability, Request& request);
  Done check_vantage(Request& request);
  // The handler, with what the audit wants before and after.
  Answer run(const Route& route, const Request& request);
  static Response response_of(Answer given, const Request& request);

  RouteTable table_;
  access::Doorkeeper& doorkeeper_;
  access::TokenGate& tokens_;
  access::VantageGate& gate_;
  access::Bounds& bounds_;
  AuditTrail trail_;
  Metrics& metrics_;
  Handler elsewhere_;
};

}  // namespace huabiao::http
