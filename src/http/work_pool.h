#pragma once
// WorkPool: the fixed threads handlers run on, with a bounded line before them. Unlike a BoundedQueue it never makes
// the giver wait: an io thread that cannot hand its request over must answer 503 at once.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace huabiao::http {

class WorkPool {
 public:
  WorkPool(unsigned threads, std::size_t waiting);
  ~WorkPool();  // runs what was taken, then joins
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  // Thread: any; does not block. False: the line is full, or the pool is stopping.
  [[nodiscard]] bool offer(std::function<void()> job);
  void stop();  // takes nothing more; waits for what was taken

 private:
  void work();

  const std::size_t waiting_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace huabiao::http
