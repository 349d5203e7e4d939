#pragma once
// EventLoop: one thread's waiting: descriptors that became ready and timers that came due, on epoll. The fetcher, the
// pipe of a worker child and the pool of children share one, so a process that visits needs no second thread.
//
// Thread: the one that made it, except post() and wake(). Handlers run inside run_once and may watch, unwatch and
// cancel freely, also themselves.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/guarded.h"

namespace huabiao::loop {

using SteadyPoint = std::chrono::steady_clock::time_point;

struct Interest {
  bool read = false, write = false;
};
struct Ready {
  bool read = false, write = false;
  bool hung_up = false;  // the other end is gone, or the descriptor is in error
};

class EventLoop {
 public:
  using TimerId = std::uint64_t;  // 0 is never given

  EventLoop();  // Throws std::system_error: the kernel gives no epoll instance.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Watching a watched descriptor again replaces interest and handler.
  void watch(int fd, Interest interest, std::function<void(Ready)> handler);
  void change(int fd, Interest interest);  // keeps the handler; nothing happens when fd is not watched
  void unwatch(int fd);                    // before the descriptor is closed

  TimerId after(std::chrono::milliseconds delay, std::function<void()> handler);
  void cancel(TimerId timer);  // a timer that has run or never was is not an error

  // Waits for the next event or timer, at most so long, and runs the handlers that are due.
  void run_once(std::chrono::milliseconds at_most);

  // Thread: any. Runs `task` in a turn of the loop; tasks run in the order they were posted.
  void post(std::function<void()> task);

  // Thread: any, and from signal handlers: makes a waiting run_once return.
  void wake() noexcept;

 private:
  struct Watched {
    Interest interest;
    std::uint32_t generation = 0;
    std::shared_ptr<std::function<void(Ready)>> handler;
  };
  void arm(int fd, int operation, const Watched& watched) const;
  void run_timers();
  void run_posted();
  [[nodiscard]] int wait_millis(std::chrono::milliseconds at_most) const;

  int epoll_ = -1, wake_ = -1;
  std::uint32_t generations_ = 0;
  TimerId timers_made_ = 0;
  std::unordered_map<int, Watched> watched_;
  std::map<std::pair<SteadyPoint, TimerId>, std::function<void()>> timers_;
  std::unordered_map<TimerId, SteadyPoint> due_;
  Guarded<std::vector<std::function<void()>>> posted_;
};

}  // namespace huabiao::loop
