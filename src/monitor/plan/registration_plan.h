#pragma once
// RegistrationPlan: which visit of the watch asks a registry as well. A domain is asked for once however many sites
// lie under it, with the visit of one of its hosts; every registry has its gap between two questions, and is left alone
// for longer and longer while it refuses. Pure: time is handed in. Thread: one.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/clock.h"
#include "monitor/registration.h"

namespace huabiao::monitor {

struct RegistrationPace {
  Millis every = std::chrono::hours(24 * 7);      // of one domain that answers and is not accused; 0: never
  Millis again = std::chrono::hours(1);           // after the first accusation, and after the first look without one
  Millis accused_every = std::chrono::hours(24);  // while it is accused
  Millis failed = std::chrono::hours(1);          // after no answer; doubled each time, up to a day
  Millis most_failed = std::chrono::hours(24);
  Millis back_off = std::chrono::minutes(1);  // a registry that refuses or is not there; doubled each time
  Millis most_back_off = std::chrono::hours(6);
};

// Where the questions about one domain stand. Kept in the store.
struct RegistrationTurn {
  TimePoint due{};   // not asked before
  int failures = 0;  // in a row, without an answer
  int accusing = 0;  // looks in a row that accused it
  bool operator==(const RegistrationTurn&) const = default;
};

class RegistrationPlan {
 public:
  explicit RegistrationPlan(const RegistrationPace& pace) : pace_(pace) {}

  // What is known of a domain from before. Not called: it is due.
  void resume(const std::string& domain, const RegistrationTurn& turn) { turns_[domain] = turn; }

  // The hosts of the register, anew each period. Of a domain's hosts the domain itself is asked with, else its www,
  // else the one of the least site. `domain`: the host's registrable one.
  void clear_hosts() { carriers_.clear(); }
  void add_host(const std::string& domain, std::int64_t site, const std::string& host);

  // Is a registry to be asked with this visit? If so it is taken to be asked from now on. `key`, `gap`: of the
  // domain's registry; an empty key needs no asking and no gap. `elapsed`: since the watch began.
  bool take(std::string_view domain, std::int64_t site, std::string_view host, std::string_view key, Millis gap,
            TimePoint now, Millis elapsed);
  // What came of it: when the domain is due again.
  RegistrationTurn done(const RegistrationFacts& facts, bool accused, std::string_view key, TimePoint now,
                        Millis elapsed);

  [[nodiscard]] std::size_t domains() const { return carriers_.size(); }
  // Is this domain due for longer than `late`? One that was never asked for is.
  [[nodiscard]] bool overdue(std::string_view domain, TimePoint now, Millis late) const;
  // Every domain of the register, each once.
  void each_domain(const std::function<void(const std::string& domain)>& take) const {
    for (const auto& [domain, carrier] : carriers_) take(domain);
  }

 private:
  struct Carrier {
    std::int64_t site = 0;
    std::string host;
    int rank = 0;  // least is best
  };
  struct Gate {
    Millis open{0};    // since the watch began
    int refusals = 0;  // in a row
  };
  RegistrationPace pace_;
  std::map<std::string, Carrier, std::less<>> carriers_;        // by domain
  std::map<std::string, RegistrationTurn, std::less<>> turns_;  // by domain
  std::map<std::string, Gate, std::less<>> gates_;              // by registry
};

}  // namespace huabiao::monitor
