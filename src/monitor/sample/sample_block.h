#pragma once
// SampleBlock: the samples of one series and day as bytes, two for each sample of a steady site
// (docs/formats/samples.md). Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/sample/sample.h"

namespace huabiao::monitor {

struct SampleLimits {
  static constexpr std::size_t kBlockSamples = 86'400;  // of one day: one a second
};

// Writes a block, from nothing or from where another ended.
class SampleBlock {
 public:
  // `day`: as day_of counts. Nothing is in it.
  explicit SampleBlock(std::int64_t day) : last_{.second = day_begins(day), .outcome = Outcome::Ok}, day_(day) {}
  // Fails: Unreadable samples.damaged.
  static Result<SampleBlock> read(std::int64_t day, std::string bytes);

  // False, and nothing changed: `sample` is no later than the newest (a repeat), of another day, or one too many.
  bool add(const Sample& sample);

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::int64_t day() const { return day_; }
  [[nodiscard]] const Sample& last() const { return last_; }  // second == day_begins(day) and size 0: none yet

 private:
  std::string bytes_;
  Sample last_;
  std::int64_t last_step_ = 0;  // seconds between the last two
  std::int64_t day_;
  std::size_t size_ = 0;
};

// Every sample of a block, in their order. Fails: Unreadable samples.damaged.
Result<std::vector<Sample>> read_samples(std::int64_t day, std::string_view bytes);

}  // namespace huabiao::monitor
