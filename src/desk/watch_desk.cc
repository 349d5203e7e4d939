#include "desk/watch_desk.h"

#include <condition_variable>
#include <mutex>
#include <spdlog/spdlog.h>
#include <utility>

namespace huabiao::desk {

WatchDesk::WatchDesk(monitor::RoundPorts ports, monitor::WatchPace pace, Settings settings, Millis pause, Duty duty)
    : ports_(ports), pace_(pace), pause_(pause), settings_(std::move(settings)) {
  state_.with([&](State& state) { state.status.every = pace_.every; });
  if (duty == Duty::Elsewhere) return;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

WatchDesk::State WatchDesk::state() const {
  return state_.with([](const State& state) { return state; });
}

void WatchDesk::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void WatchDesk::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    const auto ended = watch(stop);
    state_.with([&](State& state) {
      state.running = false;
      if (!ended) state.failure = ended.error();
    });
    if (ended) return;
    spdlog::error("watch: {} {}", ended.error().code, ended.error().detail);
    stopped.wait_for(lock, stop, pause_, [&stop] { return stop.stop_requested(); });
  }
}

Done WatchDesk::watch(const std::stop_token& stop) {
  if (pace_.every == Millis(0)) {
    auto settled = monitor::settle_watch(ports_, "the watch was switched off");
    if (!settled) return fail(std::move(settled));
    auto ended = ports_.rounds.unwatch_causes();
    return ended ? Done() : fail(std::move(ended));
  }
  const monitor::WatchSettings settings{.pace = pace_, .round = settings_(), .renew = settings_};
  const auto on_status = [this](const monitor::WatchStatus& status) {
    if (status.render_failure && !state_.with([](const State& state) { return state.status.render_failure; }))
      spdlog::warn("watch: no page is drawn: {} {}", status.render_failure->code, status.render_failure->detail);
    if (status.resolvers_silent && !state_.with([](const State& state) { return state.status.resolvers_silent; }))
      spdlog::warn("watch: {}; no host that needs one is visited", monitor::kResolversSilent);
    state_.with([&](State& state) {
      state.status = status;
      state.running = true;
      state.heard = ports_.clock.now();
      state.failure.reset();
    });
  };
  return monitor::run_watch(ports_, settings, on_status, stop);
}

}  // namespace huabiao::desk
