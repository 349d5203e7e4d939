#include "monitor/plan/registration_plan.h"

#include <algorithm>
#include <tuple>

namespace huabiao::monitor {
namespace {

Millis doubled(Millis first, int times, Millis most) {
  constexpr int kMostTimes = 20;
  return std::min(first * (1 << std::clamp(times, 0, kMostTimes)), most);
}

}  // namespace

void RegistrationPlan::add_host(const std::string& domain, std::int64_t site, const std::string& host) {
  const int rank = host == domain ? 0 : host == "www." + domain ? 1 : 2;
  const auto [at, is_new] = carriers_.try_emplace(domain, Carrier{site, host, rank});
  if (!is_new && std::tie(rank, site, host) < std::tie(at->second.rank, at->second.site, at->second.host))
    at->second = {site, host, rank};
}

bool RegistrationPlan::take(std::string_view domain, std::int64_t site, std::string_view host, std::string_view key,
                            Millis gap, TimePoint now, Millis elapsed) {
  if (pace_.every <= Millis(0)) return false;
  const auto carrier = carriers_.find(domain);
  if (carrier == carriers_.end() || carrier->second.site != site || carrier->second.host != host) return false;
  RegistrationTurn& turn = turns_[std::string(domain)];
  if (turn.due > now) return false;
  if (!key.empty()) {
    Gate& gate = gates_[std::string(key)];
    if (elapsed < gate.open) return false;
    gate.open = elapsed + gap;
  }
  // A look that never comes back is made again.
  turn.due = now + std::min(pace_.failed, pace_.every);
  return true;
}

RegistrationTurn RegistrationPlan::done(const RegistrationFacts& facts, bool accused, std::string_view key,
                                        TimePoint now, Millis elapsed) {
  RegistrationTurn& turn = turns_[facts.domain];
  if (facts.outcome == RegistrationOutcome::NoServer) {
    turn.due = now + pace_.every;
    return turn;
  }
  Gate& gate = gates_[std::string(key)];
  if (!answered(facts)) {
    turn.due = now + std::min(doubled(pace_.failed, turn.failures, pace_.most_failed), pace_.every);
    ++turn.failures;
    // What cannot be read is this domain's matter; everything else is the registry's.
    if (facts.outcome != RegistrationOutcome::BadAnswer) {
      const Millis told = std::chrono::seconds(std::max<std::int64_t>(facts.wait, 0));
      gate.open =
          std::max(gate.open, elapsed + std::max(told, doubled(pace_.back_off, gate.refusals, pace_.most_back_off)));
      ++gate.refusals;
    }
    return turn;
  }
  gate.refusals = 0;
  turn.failures = 0;
  const bool turned = accused != (turn.accusing > 0);  // the next look confirms it
  turn.accusing = accused ? turn.accusing + 1 : 0;
  const Millis next = turned ? pace_.again : accused ? pace_.accused_every : pace_.every;
  turn.due = now + std::min(next, pace_.every);
  return turn;
}

bool RegistrationPlan::overdue(std::string_view domain, TimePoint now, Millis late) const {
  const auto turn = turns_.find(domain);
  return turn == turns_.end() || turn->second.due + late <= now;
}

}  // namespace huabiao::monitor
