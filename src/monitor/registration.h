#pragma once
// Registration: what a registry says of a registrable domain, by RDAP (RFC 9083) or WHOIS (RFC 3912), and what was
// learnt of that over time. Values. Nothing of registrants is among them: no name, no address, no telephone.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace huabiao::monitor {

// How one registry's questions are kept up with.
struct RegistryLoad {
  std::string registry;  // its key
  std::int64_t domains = 0, overdue = 0;
  bool operator==(const RegistryLoad&) const = default;
};

struct RegistrationLimits {
  static constexpr std::size_t kAnswerBytes = 256U << 10U;  // of one answer; real ones have 2 to 20 KB
  static constexpr int kDepth = 24;                         // of nested arrays and objects of an RDAP answer
  static constexpr std::size_t kLines = 4'000;              // of a WHOIS answer looked at
  static constexpr std::size_t kEntries = 200;              // of any list of an RDAP answer looked at
  static constexpr std::size_t kStatuses = 32;              // kept of one domain
  static constexpr std::size_t kServers = 16;               // kept of one domain
  static constexpr std::size_t kTextBytes = 253;            // of a registrar's name, a status, a name server
  static constexpr std::int64_t kMostWait = 86'400;         // seconds a registry may ask us to wait
};

// How asking a registry ended. The first two are answers.
enum class RegistrationOutcome : std::uint8_t {
  Registered,
  NotFound,     // the registry has no record of it
  NoServer,     // no registry is known for its suffix
  RateLimited,  // asked too often
  Refused,      // it does not answer us
  Unreachable,  // no connection, no answer in time, a server's error
  BadAnswer,    // what came cannot be read, or is about another domain
};
inline constexpr std::array<std::string_view, 7> kRegistrationOutcomeNames = {
    "registered", "not_found", "no_server", "rate_limited", "refused", "unreachable", "bad_answer"};
constexpr std::string_view to_string(RegistrationOutcome outcome) {
  return kRegistrationOutcomeNames[static_cast<std::size_t>(outcome)];
}

// What an answer says. `changed` moves with every little thing, so it is no part of what makes two of them differ.
struct Registration {
  std::optional<TimePoint> registered, expires, changed;
  std::vector<std::string> statuses;  // as EPP writes them: "clientHold"; sorted
  std::vector<std::string> servers;   // A-labels, sorted
  std::string registrar;              // its name as told; empty: not told
  bool operator==(const Registration&) const = default;
};

struct RegistrationFacts {
  std::string domain;  // registrable, A-labels
  std::string suffix;  // whose registry was asked: "cn"; empty: none is known
  RegistrationOutcome outcome = RegistrationOutcome::Unreachable;
  std::string server;      // who said so: "https://rdap.example/", "whois.example"; empty: nobody
  std::string reason;      // of what is no answer
  std::int64_t wait = -1;  // seconds the registry asks us to keep away; -1: it did not say
  Registration said;       // where registered
  bool operator==(const RegistrationFacts&) const = default;
};
constexpr bool is_answer(RegistrationOutcome outcome) {
  return outcome == RegistrationOutcome::Registered || outcome == RegistrationOutcome::NotFound;
}
inline bool answered(const RegistrationFacts& facts) {
  return is_answer(facts.outcome);
}

// What earlier looks taught (judge/registration.h). No look yet: all empty.
struct KnownRegistration {
  std::string registrar;
  std::vector<std::string> servers;
  // Since when it stands otherwise than learnt; unset: it does not.
  std::optional<TimePoint> registrar_since, servers_since;
  bool operator==(const KnownRegistration&) const = default;
};

// Rules of findings about registrations: "dns.registration-expired" and the like; their subject is the domain.
inline constexpr std::string_view kRegistrationRules = "dns.registration-";

}  // namespace huabiao::monitor
