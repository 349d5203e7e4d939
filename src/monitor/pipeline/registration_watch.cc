#include "monitor/pipeline/registration_watch.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "monitor/judge/registration.h"
#include "web/host.h"

namespace huabiao::monitor {

Done RegistrationWatch::resume(Registries registries) {
  registries_ = std::move(registries);
  if (store_ == nullptr) return {};
  auto looks = store_->looks();
  if (!looks) return fail(std::move(looks));
  for (const DomainLook& look : *looks)
    plan_.resume(look.facts.domain, {.due = look.due, .failures = look.failures, .accusing = look.accusing});
  return {};
}

void RegistrationWatch::add(const Target& target) {
  if (store_ == nullptr) return;
  const std::string domain = web::registrable_domain(target.host);
  if (!domain.empty()) plan_.add_host(domain, target.site, target.host);
}

std::string RegistrationWatch::key_of(std::string_view domain) const {
  const Registry* const registry = registries_.of(domain);
  return registry == nullptr ? std::string() : registry->key;
}

bool RegistrationWatch::take(const Target& target, TimePoint now, Millis elapsed) {
  if (store_ == nullptr || target.host.empty()) return false;
  const std::string domain = web::registrable_domain(target.host);
  if (domain.empty()) return false;
  const Registry* const registry = registries_.of(domain);
  return plan_.take(domain, target.site, target.host, registry == nullptr ? std::string_view() : registry->key,
                    registry == nullptr ? Millis(0) : registry->gap, now, elapsed);
}

std::vector<RegistryLoad> RegistrationWatch::load(TimePoint now) const {
  constexpr Millis kLate = std::chrono::hours(24);
  std::map<std::string, RegistryLoad> loads;
  if (store_ != nullptr && every_ > Millis(0))
    plan_.each_domain([&](const std::string& domain) {
      const std::string key = key_of(domain);
      if (key.empty()) return;  // nobody is asked
      RegistryLoad& load = loads[key];
      load.registry = key;
      ++load.domains;
      if (plan_.overdue(domain, now, std::min(kLate, every_))) ++load.overdue;
    });
  std::vector<RegistryLoad> all;
  all.reserve(loads.size());
  for (auto& [key, load] : loads) all.push_back(std::move(load));
  return all;
}

Done RegistrationWatch::judge(SiteDone& site, TimePoint now, Millis elapsed) {
  if (store_ == nullptr) return {};
  for (const VisitRecord& row : site.rows) {
    if (!row.registration) continue;
    const RegistrationFacts& facts = *row.registration;
    if (facts.domain != web::registrable_domain(row.visit.host)) continue;  // a child that makes something up
    const auto fresh = fresh_.find(facts.domain);
    KnownRegistration known;
    if (fresh != fresh_.end()) {
      known = fresh->second.known;
    } else {
      auto kept = store_->look(facts.domain);
      if (!kept) return fail(std::move(kept));
      if (*kept) known = std::move((*kept)->known);
    }
    RegistrationVerdict verdict = judge_registration(facts, std::move(known), now);
    const bool accused = !verdict.findings.empty();
    std::ranges::move(verdict.findings, std::back_inserter(site.verdict.findings));
    const RegistrationTurn turn = plan_.done(facts, accused, key_of(facts.domain), now, elapsed);
    if (fresh_.empty()) oldest_ = std::chrono::steady_clock::now();
    fresh_.insert_or_assign(facts.domain, DomainLook{.facts = facts,
                                                     .known = std::move(verdict.known),
                                                     .at = now,
                                                     .due = turn.due,
                                                     .failures = turn.failures,
                                                     .accusing = turn.accusing});
  }
  return {};
}

Done RegistrationWatch::flush_if_older(Millis age) {
  const bool old = !fresh_.empty() && std::chrono::steady_clock::now() - oldest_ >= age;
  return old ? flush() : Done{};
}

Done RegistrationWatch::flush() {
  if (fresh_.empty()) return {};
  std::vector<DomainLook> batch;
  batch.reserve(fresh_.size());
  for (const auto& [domain, look] : fresh_) batch.push_back(look);
  if (auto kept = store_->keep(batch); !kept) return kept;
  fresh_.clear();
  return {};
}

}  // namespace huabiao::monitor
