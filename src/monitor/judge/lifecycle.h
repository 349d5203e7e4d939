#pragma once
// The life of one finding of one site over rounds: open, confirmed, resolved, and what a person decided about it. The
// table is docs/formats/findings.md; this is its only implementation. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace huabiao::monitor {

enum class FindingState { Open, Confirmed, Resolved };
constexpr std::string_view to_string(FindingState state) {
  constexpr std::string_view kNames[] = {"open", "confirmed", "resolved"};
  return kNames[static_cast<std::size_t>(state)];
}
std::optional<FindingState> finding_state_from(std::string_view name);

enum class FindingDecision { None, Accepted, FalseAlarm };
constexpr std::string_view to_string(FindingDecision decision) {
  constexpr std::string_view kNames[] = {"none", "accepted", "false_alarm"};
  return kNames[static_cast<std::size_t>(decision)];
}
std::optional<FindingDecision> finding_decision_from(std::string_view name);

struct FindingLife {
  FindingState state = FindingState::Open;
  FindingDecision decision = FindingDecision::None;
  std::string decided_by, decided_why;
  std::optional<TimePoint> decided_until;  // none: for good
  int seen = 0;                            // rounds in which it was seen since it was last opened
  int missed = 0;                          // rounds in a row in which the page was read without it
  int reopened = 0;
  TimePoint first_seen{}, last_seen{};
  std::optional<TimePoint> resolved_at;
  bool operator==(const FindingLife&) const = default;
};

// What a round or a person brings.
struct Seen {};       // this round's page shows it
struct NotSeen {};    // this round read the page, and it is not there
struct NotLooked {};  // this round could not read the page: says nothing
struct Rechecked {    // a visit asked for by a person
  bool seen = false;
};
struct Decide {
  FindingDecision decision = FindingDecision::None;
  std::string by, why;
  std::optional<TimePoint> until;
};
struct Unwatched {};  // nobody looks for it any more: it is neither there nor gone
using FindingEvent = std::variant<Seen, NotSeen, NotLooked, Rechecked, Decide, Unwatched>;

// What is written into the history beside the new state. OnItsOwn: what it was thought to share with others
// (common_cause.h) does not explain it any more; the store says so.
enum class Happened { Opened, Confirmed, Resolved, Reopened, Rechecked, Decided, DecisionLapsed, OnItsOwn, Unwatched };
constexpr std::string_view to_string(Happened happened) {
  constexpr std::string_view kNames[] = {"opened",  "confirmed",       "resolved",   "reopened", "rechecked",
                                         "decided", "decision_lapsed", "on_its_own", "unwatched"};
  return kNames[static_cast<std::size_t>(happened)];
}

struct LifeStep {
  FindingLife life;
  std::vector<Happened> happened;  // in order; empty: nothing worth a line
};

// `before` is unset for a finding never seen. Requires: an unset `before` only with Seen or Rechecked{true}.
// Fails: finding.decision_needs_reason (accepted or false_alarm without who and why), finding.none.
Result<LifeStep> advance(const std::optional<FindingLife>& before, const FindingEvent& event, TimePoint now);

// Counts in figures and alerts: not resolved and no decision in force.
bool counts(const FindingLife& life, TimePoint now);

}  // namespace huabiao::monitor
