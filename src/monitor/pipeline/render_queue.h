#pragma once
// RenderQueue: rows that wait for a browser to draw their page, and the children that draw. The first row starts them;
// where they cannot work, rows come back as they were and none are taken for a while. Inner to this room.
// Thread: the loop's.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include "dispatch/worker_pool.h"
#include "loop/event_loop.h"
#include "monitor/verdict.h"

namespace huabiao::monitor {

class RenderQueue {
 public:
  // Rows waiting beyond this many per browser are not taken where a round does not wait for its pictures.
  static constexpr std::size_t kWaiting = 12;
  enum class Take : bool { WithinReason, All };
  // After a failure another start is tried when a row comes so much later.
  static constexpr Millis kAgain = std::chrono::minutes(10);

  // `loop` outlives it. `on_done`: exactly once per row taken, with `rendered` where it was drawn.
  RenderQueue(loop::EventLoop& loop, dispatch::PoolSettings settings, Take take,
              std::function<void(VisitRecord)> on_done)
      : loop_(loop), settings_(std::move(settings)), take_(take), on_done_(std::move(on_done)) {}

  // May `record` be drawn, and is there room? Then it is taken.
  [[nodiscard]] bool takes(const VisitRecord& record) const;
  void add(VisitRecord record);
  // What is drawn from now on is judged by these settings' rules.
  void renew(const dispatch::WorkerSettings& worker) {
    settings_.worker = worker;
    if (pool_) pool_->renew(worker);
  }
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  // Gives back what waits, as it is.
  void give_up();
  // Why nothing is drawn any more; nullopt: it is.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  bool start();
  void drawn(std::uint64_t number, std::vector<VisitRecord> records);
  void fail_with(Error error);

  loop::EventLoop& loop_;
  dispatch::PoolSettings settings_;
  const Take take_;
  const std::function<void(VisitRecord)> on_done_;
  std::unique_ptr<dispatch::WorkerPool> pool_;
  std::optional<Error> failure_;
  loop::SteadyPoint failed_at_{};
  std::uint64_t last_ = 0;
  std::unordered_map<std::uint64_t, VisitRecord> waiting_;  // by errand
};

}  // namespace huabiao::monitor
