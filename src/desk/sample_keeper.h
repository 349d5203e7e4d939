#pragma once
// SampleKeeper: does the upkeep of the samples while the server runs, on a thread of its own. What fails is logged and
// tried again a minute later. Thread: the owner's.

#include <thread>

#include "base/clock.h"
#include "monitor/keep/sample_store.h"

namespace huabiao::desk {

class SampleKeeper {
 public:
  // Lifetime: the store outlives the keeper.
  explicit SampleKeeper(monitor::SampleStore& store, Millis every = std::chrono::minutes(1));

 private:
  std::jthread thread_;  // stops and joins by itself; a step under way is ended
};

}  // namespace huabiao::desk
