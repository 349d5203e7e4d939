#include "desk/sample_keeper.h"

#include <condition_variable>
#include <mutex>
#include <spdlog/spdlog.h>

namespace huabiao::desk {
namespace {

// Every step there is to do now.
void keep(monitor::SampleStore& store, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto step = store.upkeep();
    if (!step) spdlog::error("samples: {} {}", step.error().code, step.error().detail);
    if (!step || *step == monitor::Upkeep::Done) return;
  }
}

}  // namespace

SampleKeeper::SampleKeeper(monitor::SampleStore& store, Millis every)
    : thread_([&store, every](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        do keep(store, stop);
        while (!stopped.wait_for(lock, stop, every, [&stop] { return stop.stop_requested(); }));
      }) {}

}  // namespace huabiao::desk
