#pragma once
// serve: the server with all its parts, from start to graceful stop.

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "access/sign_in.h"
#include "base/result.h"
#include "settings/settings.h"

namespace huabiao::app {

// What is told once everything listens.
struct Serving {
  std::string address;                   // "http://127.0.0.1:8787/"
  std::vector<access::NewSecret> first;  // accounts made just now; their secrets are not shown again
  std::optional<std::string> lab;
  std::optional<std::int64_t> resumed_round;
  bool watches = true;  // false: another server of the same database does
};

// What to do where another server has the data directory (on a database server all serve): refuse, or take its place
// when it ends, is killed or falls silent. Of many that stand by one does.
enum class Standby : bool { No, Yes };

// What is told on the way.
struct OnServe {
  std::function<void(const Serving&)> ready;
  std::function<void()> standing_by;  // once, while another serves
};

// Serves until stopped; a running round is left where it stands and goes on at the next start.
// Fails: Environment storage.lease_lost (this process was silent, and another has taken its place); storage.*,
// http.port_in_use, http.cannot_listen; Invalid http.bad_listen.
Done serve(const settings::Settings& settings, Standby standby, const OnServe& on, const std::stop_token& stop);

}  // namespace huabiao::app
