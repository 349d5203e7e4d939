#pragma once
// EvidenceKeeper: lets go of bodies, pictures and kept pages that are past their time while the server runs, on a
// thread of its own. What fails is logged and tried again the next time. Thread: the owner's.

#include <thread>
#include <vector>

#include "base/clock.h"
#include "monitor/keep/evidence_store.h"
#include "monitor/keep/page_store.h"

namespace huabiao::desk {

class EvidenceKeeper {
 public:
  // Lifetime: the stores outlive the keeper.
  EvidenceKeeper(std::vector<monitor::EvidenceStore*> stores, monitor::PageStore& pages,
                 Millis every = std::chrono::hours(1));

 private:
  std::jthread thread_;  // stops and joins by itself; a sweep under way is ended first
};

}  // namespace huabiao::desk
