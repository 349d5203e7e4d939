#pragma once
// TraitStore: the traits of kept findings, as monitor/correlate groups them. A port: storage/ keeps them as verdicts
// come in (RoundStore::save). Thread: any; readers do not wait. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/wave.h"

namespace huabiao::monitor {

struct SharedTraits {
  std::vector<Sighting> sightings;
  std::int64_t estate = 0;  // sites there are in all
};

class TraitStore {
 public:
  virtual ~TraitStore() = default;
  // Of traits that two sites or more have, those last seen at `since` or later; not those of findings that are now
  // decided to be false alarms.
  virtual Result<SharedTraits> shared_traits(TimePoint since) = 0;
  // A number that rises whenever shared_traits() may give something else, but for time going by.
  virtual Result<std::int64_t> version() = 0;
};

}  // namespace huabiao::monitor
