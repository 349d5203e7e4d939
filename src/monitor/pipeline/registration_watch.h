#pragma once
// RegistrationWatch: which visits of the watch ask a registry as well, and what comes of it: judged against what
// earlier looks taught, kept a little after the rows it came with. Inner to this room. Thread: one.

#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "loop/event_loop.h"
#include "monitor/keep/registration_store.h"
#include "monitor/pipeline/round_engine.h"
#include "monitor/plan/registration_plan.h"
#include "monitor/plan/targets.h"
#include "monitor/registration/registries.h"

namespace huabiao::monitor {

class RegistrationWatch {
 public:
  // `store`: outlives it; nullptr: no registry is asked.
  RegistrationWatch(RegistrationStore* store, const RegistrationPace& pace)
      : store_(store), every_(pace.every), plan_(pace) {}

  // Reads where the questions of an earlier watch stand. Fails: as RegistrationStore.
  Done resume(Registries registries);
  // Others, as changed rules name them.
  void renew(Registries registries) { registries_ = std::move(registries); }
  // The hosts of the register, anew each period.
  void begin_period() { plan_.clear_hosts(); }
  void add(const Target& target);
  // Is the registry to be asked with this visit?
  bool take(const Target& target, TimePoint now, Millis elapsed);
  // What the looks of these rows accuse joins the site's findings. Fails: as RegistrationStore.
  Done judge(SiteDone& site, TimePoint now, Millis elapsed);
  // By registry: its domains, and those due for longer than a day, or than the rhythm where that is shorter.
  [[nodiscard]] std::vector<RegistryLoad> load(TimePoint now) const;
  Done flush_if_older(Millis age);
  Done flush();

 private:
  [[nodiscard]] std::string key_of(std::string_view domain) const;

  RegistrationStore* const store_;
  const Millis every_;
  Registries registries_;
  RegistrationPlan plan_;
  std::map<std::string, DomainLook> fresh_;  // by domain, not in the store yet
  loop::SteadyPoint oldest_{};               // of those
};

}  // namespace huabiao::monitor
