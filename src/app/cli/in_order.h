#pragma once
// in_order: many threads work, one takes what they made in the order in which it was asked for, with a bounded number
// of things under way. Any exception of a function is a bug and ends the program.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace huabiao::app {

// `pull` gives the next thing to do, nullopt when there is no more; one thread at a time calls it. `work` runs on
// `jobs` threads at once. `take` runs on the caller's thread and says whether to go on. Returns when all is taken.
template <typename In, typename Out>
void in_order(std::size_t jobs, const std::function<std::optional<In>()>& pull, const std::function<Out(In)>& work,
              const std::function<bool(Out)>& take) {
  std::mutex mutex;
  std::condition_variable ready, room;
  std::deque<std::optional<Out>> under_way;  // guarded by mutex, as are the rest
  std::size_t taken = 0;
  bool over = false;
  const std::size_t most = jobs * 4;

  const auto toil = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      room.wait(lock, [&] { return over || under_way.size() < most; });
      if (over) return;
      std::optional<In> item = pull();
      if (!item) {
        over = true;
        ready.notify_one();
        room.notify_all();
        return;
      }
      const std::size_t number = taken + under_way.size();
      under_way.emplace_back();
      lock.unlock();
      Out out = work(std::move(*item));
      lock.lock();
      under_way[number - taken] = std::move(out);
      ready.notify_one();
    }
  };
  std::vector<std::jthread> threads;
  threads.reserve(jobs);
  for (std::size_t i = 0; i < jobs; ++i) threads.emplace_back(toil);

  bool wanted = true;
  std::unique_lock lock(mutex);
  while (true) {
    ready.wait(lock, [&] { return under_way.empty() ? over : under_way.front().has_value(); });
    if (under_way.empty()) return;  // the threads end by themselves
    Out out = std::move(*under_way.front());
    under_way.pop_front();
    ++taken;
    room.notify_one();
    lock.unlock();
    wanted = wanted && take(std::move(out));
    lock.lock();
    if (!wanted) {
      over = true;
      room.notify_all();
    }
  }
}

}  // namespace huabiao::app
