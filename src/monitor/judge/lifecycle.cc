#include "monitor/judge/lifecycle.h"

#include <algorithm>

namespace huabiao::monitor {
namespace {

// Rounds in a row without it before a finding is believed to be gone: what was confirmed must be missed twice, so that
// one page served from another place does not close it.
int misses_to_resolve(FindingState state) {
  return state == FindingState::Confirmed ? 2 : 1;
}

LifeStep open_new(TimePoint now) {
  FindingLife life;
  life.seen = 1;
  life.first_seen = life.last_seen = now;
  return {life, {Happened::Opened}};
}

void drop_decision(FindingLife& life) {
  life.decision = FindingDecision::None;
  life.decided_by.clear();
  life.decided_why.clear();
  life.decided_until.reset();
}

void resolve(LifeStep& step, TimePoint now) {
  step.life.state = FindingState::Resolved;
  step.life.resolved_at = now;
  step.happened.push_back(Happened::Resolved);
}

void see(LifeStep& step, TimePoint now) {
  FindingLife& life = step.life;
  life.last_seen = now;
  life.missed = 0;
  ++life.seen;
  if (life.state == FindingState::Resolved) {
    life.state = FindingState::Open;
    life.seen = 1;
    ++life.reopened;
    life.resolved_at.reset();
    step.happened.push_back(Happened::Reopened);
  } else if (life.state == FindingState::Open && life.seen >= 2) {
    life.state = FindingState::Confirmed;
    step.happened.push_back(Happened::Confirmed);
  }
}

void miss(LifeStep& step, TimePoint now) {
  if (step.life.state == FindingState::Resolved) return;
  if (++step.life.missed >= misses_to_resolve(step.life.state)) resolve(step, now);
}

// A recheck is asked for by a person who is waiting: its answer counts at once.
void recheck(LifeStep& step, bool seen, TimePoint now) {
  step.happened.push_back(Happened::Rechecked);
  if (seen) return see(step, now);
  step.life.missed = misses_to_resolve(step.life.state);
  if (step.life.state != FindingState::Resolved) resolve(step, now);
}

}  // namespace

std::optional<FindingState> finding_state_from(std::string_view name) {
  for (const FindingState state : {FindingState::Open, FindingState::Confirmed, FindingState::Resolved})
    if (to_string(state) == name) return state;
  return std::nullopt;
}

std::optional<FindingDecision> finding_decision_from(std::string_view name) {
  for (const FindingDecision decision : {FindingDecision::None, FindingDecision::Accepted, FindingDecision::FalseAlarm})
    if (to_string(decision) == name) return decision;
  return std::nullopt;
}

Result<LifeStep> advance(const std::optional<FindingLife>& before, const FindingEvent& event, TimePoint now) {
  const auto* const rechecked = std::get_if<Rechecked>(&event);
  if (!before) {
    if (std::holds_alternative<Seen>(event) || (rechecked != nullptr && rechecked->seen)) return open_new(now);
    return fail(Kind::NotFound, "finding.none");
  }
  LifeStep step{*before, {}};
  if (before->decision != FindingDecision::None && before->decided_until && *before->decided_until <= now) {
    drop_decision(step.life);
    step.happened.push_back(Happened::DecisionLapsed);
  }
  if (std::holds_alternative<Seen>(event)) {
    see(step, now);
  } else if (std::holds_alternative<NotSeen>(event)) {
    miss(step, now);
  } else if (std::holds_alternative<Unwatched>(event)) {
    if (step.life.state != FindingState::Resolved) {
      resolve(step, now);
      step.happened.back() = Happened::Unwatched;
    }
  } else if (rechecked != nullptr) {
    recheck(step, rechecked->seen, now);
  } else if (const auto* const decide = std::get_if<Decide>(&event)) {
    if (decide->by.empty() || (decide->decision != FindingDecision::None && decide->why.empty()))
      return fail(Kind::Invalid, "finding.decision_needs_reason");
    drop_decision(step.life);
    step.life.decision = decide->decision;
    step.life.decided_by = decide->by;
    step.life.decided_why = decide->why;
    step.life.decided_until = decide->until;
    step.happened.push_back(Happened::Decided);
  }
  return step;
}

bool counts(const FindingLife& life, TimePoint now) {
  if (life.state == FindingState::Resolved) return false;
  return life.decision == FindingDecision::None || (life.decided_until && *life.decided_until <= now);
}

}  // namespace huabiao::monitor
