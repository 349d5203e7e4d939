#pragma once
// ResultQueue: results on their way to the server, one file each, so that a lost link or a restart loses none while
// there is room. Bounded: the oldest goes when a newer one finds no room, for its lease ends first.
// Thread: any.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/guarded.h"
#include "base/result.h"

namespace huabiao::vantage {

struct QueueLimits {
  std::size_t results = 1'000;
  std::uint64_t bytes = 256U << 20U;  // of all of them
};

class ResultQueue {
 public:
  // Makes the folder (mode 0700) where it is not; takes up what lies in it. Lifetime: one queue a folder at a time.
  // Fails (all): Environment vantage.no_queue.
  static Result<std::unique_ptr<ResultQueue>> open(std::filesystem::path folder, const QueueLimits& limits = {});
  ResultQueue(const ResultQueue&) = delete;
  ResultQueue& operator=(const ResultQueue&) = delete;

  // On disk when it returns. How many older ones had to go for it; one larger than the queue goes itself.
  Result<std::size_t> put(const std::string& result);

  struct Waiting {
    std::uint64_t number = 0;
    std::string result;
  };
  // The oldest; nullopt: none waits. One that cannot be read any more is dropped.
  std::optional<Waiting> front();
  void drop(std::uint64_t number);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Index {
    std::map<std::uint64_t, std::uint64_t> bytes;  // by number
    std::uint64_t all = 0, last = 0;
  };
  ResultQueue(std::filesystem::path folder, const QueueLimits& limits) : folder_(std::move(folder)), limits_(limits) {}
  Done take_up();
  [[nodiscard]] std::filesystem::path file_of(std::uint64_t number) const;
  void drop(Index& index, std::uint64_t number);

  const std::filesystem::path folder_;
  const QueueLimits limits_;
  Guarded<Index> index_;
};

}  // namespace huabiao::vantage
