#pragma once
// WalkStore: what the newest walk through the inner pages of each host gave. RoundStore::save keeps it; what a walk
// accuses is kept as findings. Thread: any. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/walk.h"

namespace huabiao::monitor {

struct KeptWalk {
  std::int64_t site = 0;
  std::string host;
  TimePoint at{};   // when its visit began
  WalkFacts facts;  // without findings
};

class WalkStore {
 public:
  virtual ~WalkStore() = default;
  // One for each host that was ever walked, by host.
  virtual Result<std::vector<KeptWalk>> walks_of(std::int64_t site) = 0;
  // Of the sites after `site`, by site and host; whole sites, of at most `sites` of them.
  virtual Result<std::vector<KeptWalk>> walks_after(std::int64_t site, std::size_t sites) = 0;
};

}  // namespace huabiao::monitor
