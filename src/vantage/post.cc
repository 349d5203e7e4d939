#include "vantage/post.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <spdlog/spdlog.h>
#include <thread>
#include <unordered_map>
#include <utility>

#include "loop/event_loop.h"
#include "monitor/errand.h"
#include "monitor/verdict.h"

namespace huabiao::vantage {
namespace {

using dispatch::LeasedErrand;
using dispatch::VantageSettings;
using loop::SteadyPoint;

SteadyPoint steady_now() {
  return std::chrono::steady_clock::now();
}

// Sleeps, and wakes up for the end or for news.
class Nap {
 public:
  void sleep(Millis time, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    awake_.wait_for(lock, stop, time, [this] { return std::exchange(news_, false); });
  }
  void wake() {
    {
      const std::scoped_lock lock(mutex_);
      news_ = true;
    }
    awake_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any awake_;
  bool news_ = false;
};

// How long to wait after each failure in a row; the first and the last of a row are told.
class Patience {
 public:
  explicit Patience(const PostLimits& limits) : limits_(limits) {}
  Millis after(const Error& error) {
    if (pause_ == Millis(0)) spdlog::warn("the server cannot be asked: {} {}", error.code, error.detail);
    pause_ = std::clamp(2 * pause_, limits_.first_pause, limits_.longest_pause);
    return pause_;
  }
  void well() {
    if (std::exchange(pause_, Millis(0)) > Millis(0)) spdlog::info("the server answers again");
  }

 private:
  const PostLimits& limits_;
  Millis pause_{0};  // 0: all is well
};

class Post {
 public:
  Post(const PostSettings& settings, ResultQueue& queue, const std::function<void(std::size_t)>& on_connected)
      : settings_(settings),
        queue_(queue),
        on_connected_(on_connected),
        link_(settings.link),
        capacity_(static_cast<std::size_t>(std::max<std::int64_t>(settings.pool.worker.concurrency, 1))) {}

  Done run(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { loop_.wake(); });
    std::jthread leasing([this](const std::stop_token& end) { lease_errands(end); });
    std::jthread telling([this](const std::stop_token& end) { tell_results(end); });
    while (!stop.stop_requested() && !failed()) {
      loop_.run_once(std::chrono::seconds(1));
      begin_waiting();
    }
    leasing.request_stop();
    telling.request_stop();
    leasing.join();
    telling.join();
    pool_.reset();
    const auto failure = failure_.with([](const std::optional<Error>& one) { return one; });
    return failure ? Done(std::unexpected<Error>(*failure)) : Done();
  }

 private:
  struct Held {
    VantageSettings settings;
    LeasedErrand leased;
    SteadyPoint until{};
  };
  struct Out {
    std::string lease;
    std::uint64_t errand = 0;  // the server's number of it
  };

  void fail_with(const Error& error) {
    failure_.with([&](std::optional<Error>& one) {
      if (!one) one = error;
    });
    loop_.wake();
  }
  [[nodiscard]] bool failed() const {
    return failure_.with([](const std::optional<Error>& one) { return one.has_value(); });
  }

  // --- on the thread that leases
  void lease_errands(const std::stop_token& stop) {
    Patience patience(settings_.limits);
    bool connected = false;
    while (!stop.stop_requested()) {
      const std::size_t held = held_.load();
      if (connected && held >= capacity_) {
        leasing_.sleep(settings_.limits.full, stop);
        continue;
      }
      auto lease = link_.lease(connected ? capacity_ - held : 0, stop);
      if (stop.stop_requested()) return;
      if (!lease) {
        if (lease.error().kind == Kind::Unauthenticated) return fail_with(lease.error());
        leasing_.sleep(patience.after(lease.error()), stop);
        continue;
      }
      patience.well();
      telling_.wake();
      if (!std::exchange(connected, true) && on_connected_) on_connected_(waited_);
      take(*std::move(lease));
    }
  }

  void take(dispatch::Lease lease) {
    if (lease.errands.empty()) return;
    held_ += lease.errands.size();
    loop_.post([this, lease = std::move(lease), at = steady_now()] {
      for (const LeasedErrand& leased : lease.errands) waiting_.push_back({lease.settings, leased, at + leased.left});
    });
  }

  // --- on the thread that tells
  void tell_results(const std::stop_token& stop) {
    Patience patience(settings_.limits);
    while (!stop.stop_requested()) {
      const auto waiting = queue_.front();
      if (!waiting) {
        telling_.sleep(std::chrono::seconds(1), stop);
        continue;
      }
      const auto delivery = link_.deliver(waiting->result, stop);
      if (stop.stop_requested()) return;  // told or not, it is told again
      if (!delivery) {
        if (delivery.error().kind == Kind::Unauthenticated) return fail_with(delivery.error());
        telling_.sleep(patience.after(delivery.error()), stop);
        continue;
      }
      patience.well();
      if (delivery->taken == Taken::Refused) spdlog::warn("a result was refused: {}", delivery->code);
      queue_.drop(waiting->number);
    }
  }

  // --- in the loop's turns
  // Errands of other settings wait until those under way are done: the children are told once.
  void begin_waiting() {
    std::vector<monitor::Errand> errands;
    while (!waiting_.empty() && !failed()) {
      Held& next = waiting_.front();
      if (next.until <= steady_now()) {
        --held_;
        waiting_.pop_front();
        continue;
      }
      if (!pool_ || next.settings != asked_) {
        if (!out_.empty() || !errands.empty()) break;
        if (auto started = start_pool(next.settings); !started) return fail_with(started.error());
      }
      monitor::Errand errand = std::move(next.leased.errand);
      out_.emplace(++last_, Out{std::move(next.leased.lease), errand.number});
      errand.number = last_;  // two rounds of the server may count alike
      errands.push_back(std::move(errand));
      waiting_.pop_front();
    }
    if (pool_) pool_->submit(std::move(errands));
  }

  Done start_pool(const VantageSettings& asked) {
    pool_.reset();
    dispatch::PoolSettings pool = settings_.pool;
    pool.worker.user_agent = asked.user_agent;
    pool.worker.headers = asked.headers;
    pool.worker.timeout = asked.timeout;
    pool.worker.host_gap = asked.host_gap;
    auto started = dispatch::WorkerPool::start(
        loop_, std::move(pool),
        [this](std::uint64_t errand, std::vector<monitor::VisitRecord> records) { finish(errand, std::move(records)); },
        [this](const Error& error) { fail_with(error); });
    if (!started) return fail(std::move(started));
    pool_ = *std::move(started);
    asked_ = asked;
    return {};
  }

  void finish(std::uint64_t errand, std::vector<monitor::VisitRecord> records) {
    auto out = out_.extract(errand);
    if (out.empty()) return;
    --held_;
    leasing_.wake();
    const std::string result = dispatch::write_result(
        {.lease = std::move(out.mapped().lease), .errand = out.mapped().errand, .records = std::move(records)});
    if (result.size() > dispatch::VantageLimits::kResultBytes) {
      spdlog::warn("a result of {} bytes is too long to be told", result.size());
      return;
    }
    const auto dropped = queue_.put(result);
    if (!dropped)
      spdlog::error("a result is lost: {} {}", dropped.error().code, dropped.error().detail);
    else if (*dropped > 0)
      spdlog::warn("results waiting for the server are too many: the {} oldest dropped", *dropped);
    telling_.wake();
  }

  const PostSettings& settings_;
  ResultQueue& queue_;
  const std::function<void(std::size_t)>& on_connected_;
  const Link link_;
  const std::size_t waited_ = queue_.size();  // at the start
  const std::size_t capacity_;
  std::atomic<std::size_t> held_{0};  // leased, no result in the queue yet
  Guarded<std::optional<Error>> failure_;
  Nap leasing_, telling_;
  loop::EventLoop loop_;
  std::unique_ptr<dispatch::WorkerPool> pool_;
  VantageSettings asked_;  // what the pool was started with
  std::deque<Held> waiting_;
  std::unordered_map<std::uint64_t, Out> out_;
  std::uint64_t last_ = 0;
};

}  // namespace

Done run_post(const PostSettings& settings, const std::function<void(std::size_t)>& on_connected,
              const std::stop_token& stop) {
  auto queue = ResultQueue::open(settings.queue, settings.queue_limits);
  if (!queue) return fail(std::move(queue));
  return Post(settings, **queue, on_connected).run(stop);
}

}  // namespace huabiao::vantage
