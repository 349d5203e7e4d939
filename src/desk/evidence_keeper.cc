#include "desk/evidence_keeper.h"

#include <condition_variable>
#include <mutex>
#include <spdlog/spdlog.h>

namespace huabiao::desk {

EvidenceKeeper::EvidenceKeeper(std::vector<monitor::EvidenceStore*> stores, monitor::PageStore& pages, Millis every)
    : thread_([stores = std::move(stores), &pages, every](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        do {
          for (monitor::EvidenceStore* const store : stores)
            if (const auto swept = store->sweep(); !swept)
              spdlog::error("evidence: {} {}", swept.error().code, swept.error().detail);
          if (const auto swept = pages.sweep(); !swept)
            spdlog::error("pages: {} {}", swept.error().code, swept.error().detail);
        } while (!stopped.wait_for(lock, stop, every, [&stop] { return stop.stop_requested(); }));
      }) {}

}  // namespace huabiao::desk
