#pragma once
// Names: what resolvers say of a host, what was learnt of that over time, and what people expect. Values. Names are
// A-labels in lower case without the root's dot; addresses are canonical (web/ip_range.h).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace huabiao::monitor {

struct NameLimits {
  static constexpr std::size_t kResolvers = 8;    // asked about one host
  static constexpr std::size_t kAddresses = 32;   // of one answer
  static constexpr std::size_t kAliases = 16;     // of one answer: longer chains are not followed by resolvers either
  static constexpr std::size_t kServers = 16;     // of one zone; the root has 13
  static constexpr std::size_t kNameBytes = 253;  // RFC 1035, without the root's dot
  static constexpr std::size_t kLearnt = 64;      // addresses, targets or servers remembered of one host
  static constexpr std::size_t kExpected = 32;    // entries of what people expect of one host
};

// How one question of one resolver ended. The first three are answers.
enum class NameOutcome { Answered, NoSuchName, NoData, ServerFailure, Refused, Timeout, BadAnswer };
inline constexpr std::array<std::string_view, 7> kNameOutcomeNames = {
    "answered", "no_such_name", "no_data", "server_failure", "refused", "timeout", "bad_answer"};
constexpr std::string_view to_string(NameOutcome outcome) {
  return kNameOutcomeNames[static_cast<std::size_t>(outcome)];
}
constexpr bool is_answer(NameOutcome outcome) {
  return outcome <= NameOutcome::NoData;
}

// What one resolver said.
struct NameAnswer {
  std::string resolver;                                  // "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:5353"
  NameOutcome four = NameOutcome::Timeout, six = four;   // the host's A and AAAA
  NameOutcome zone = NameOutcome::Timeout;               // its zone's NS
  std::vector<std::string> addresses, aliases, servers;  // sorted; from the host on; sorted
  std::int64_t ttl = -1;                                 // seconds, least of the records; -1: none came
  bool operator==(const NameAnswer&) const = default;
};

// Did the host take a connection over IPv6? None: it has no such address. NotTried: we have no way there.
enum class SixReach { None, NotTried, Reachable, Unreachable };
inline constexpr std::array<std::string_view, 4> kSixReachNames = {"none", "not_tried", "reachable", "unreachable"};
constexpr std::string_view to_string(SixReach reach) {
  return kSixReachNames[static_cast<std::size_t>(reach)];
}
inline constexpr std::string_view kSixUnreachable = "availability.ipv6-unreachable";

struct NameFacts {
  std::string zone;  // whose name servers were asked for: the registrable domain
  std::vector<NameAnswer> answers;
  SixReach six = SixReach::None;
  bool operator==(const NameFacts&) const = default;
};
inline bool answered(const NameFacts& facts) {
  return std::ranges::any_of(facts.answers,
                             [](const NameAnswer& one) { return is_answer(one.four) || is_answer(one.six); });
}

// What earlier looks taught (judge/names.h).
struct KnownNames {
  int looks = 0;                                         // that were answered; counted up to kLearning only
  std::vector<std::string> addresses, targets, servers;  // oldest first; targets: what the host's own alias names
  std::int64_t ttl = -1, recent_ttl = -1;                // seconds, the longest seen before and in the present window
  int recent_looks = 0;                                  // in the present window
  // Since when it stands otherwise than learnt; unset: it does not.
  std::optional<TimePoint> targets_since, servers_since, ttl_since, apart_since, silent_since;
  bool operator==(const KnownNames&) const = default;
};

// How answers are held against what is expected.
enum class ExpectMode { AllExpected, AllAnswers, Equal, Overlap };
inline constexpr std::array<std::string_view, 4> kExpectModeNames = {"all_expected", "all_answers", "equal", "overlap"};
constexpr std::string_view to_string(ExpectMode mode) {
  return kExpectModeNames[static_cast<std::size_t>(mode)];
}

// Addresses, and names the host may be an alias of. No entries: nothing is expected.
struct ExpectedNames {
  ExpectMode mode = ExpectMode::AllAnswers;
  std::vector<std::string> entries;
  bool operator==(const ExpectedNames&) const = default;
};

}  // namespace huabiao::monitor
