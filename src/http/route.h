#pragma once
// The route table: which method and path, who may, what body it takes, which plain function answers. Each area of the
// API hands its rows to app/serve.cc, which puts them together.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace huabiao::http {

// What a route wants of the caller.
enum class Wants {
  Nobody,    // open to all
  Anyone,    // a session, whatever it owes yet (access::Owes): a code, a new password, a second factor
  InPerson,  // a session that owes nothing; no API token
  Known,     // from here on an API token will do as well; whatever the account may do
  See,
  EditRegister,
  Import,
  Export,
  RunRounds,
  DecideFindings,
  Tell,
  Vantages,
  SeeAccounts,
  ManageAccounts,
  GrantRoles,
  ReadAudit,
  VantagePoint,  // no person: a vantage point, by its token
};
std::optional<Ability> ability_of(Wants wants);  // nullopt: none beyond being known, or not even that

// What of the register a route is about, and so how the caller's reach is minded. The dispatcher refuses before the
// handler runs; what lies beyond a reach looks as if it were not there.
enum class Over {
  Nothing,     // no record: the caller's own session, the server's own figures
  Reach,       // the handler minds Request::reach in all it reads and writes
  Everything,  // of the whole estate: the reach must be everywhere
  Site,        // from here on the record whose number is the path's first argument
  Organisation,
  Declaration,
  Contact,
  Finding,
  Body,  // the kept body whose digest is
};

enum class TakesBody {
  No,
  InMemory,  // at most Limits::body_bytes
  OnDisk,    // at most Limits::upload_bytes, spooled to Request::upload
};

struct Route {
  Method method;
  std::string_view pattern;  // "/api/v1/sites/{}": {} matches one segment
  Wants wants;
  Over over;
  TakesBody body;
  Handler handler;
};
using Routes = std::vector<Route>;

class RouteTable {
 public:
  // Requires: patterns are distinct per method; a literal segment wins over {} whatever the order.
  explicit RouteTable(Routes routes);

  struct Match {
    const Route* route = nullptr;  // null: no such path, or not by this method
    std::vector<std::string> arguments;
    std::vector<Method> allowed;  // methods this path takes; empty: no such path
  };
  // HEAD is served by GET's route.
  [[nodiscard]] Match match(Method method, std::string_view path) const;
  // What shows the one record that a path is about: the path itself or its longest beginning that a GET route with a
  // number answers. match.route null: none does.
  struct Record {
    std::string path;
    Match match;
  };
  [[nodiscard]] Record record_of(std::string_view path) const;
  [[nodiscard]] const Routes& routes() const { return routes_; }

 private:
  Routes routes_;
};

}  // namespace huabiao::http
