#pragma once
// Guarded<T>: shared state that can be touched only with its lock held.
//   counts.with([](Counts& c) { ++c.visits; });

#include <mutex>
#include <utility>

namespace huabiao {

template <class T>
class Guarded {
 public:
  template <class... Args>
  explicit Guarded(Args&&... args) : value_(std::forward<Args>(args)...) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  // Thread: any; blocks while another holds the lock. `work` must not call with() of the same object.
  template <class Work>
  decltype(auto) with(Work&& work) {
    const std::scoped_lock lock(mutex_);
    return std::forward<Work>(work)(value_);
  }
  template <class Work>
  decltype(auto) with(Work&& work) const {
    const std::scoped_lock lock(mutex_);
    return std::forward<Work>(work)(value_);
  }

 private:
  mutable std::mutex mutex_;
  T value_;
};

}  // namespace huabiao
