#include "monitor/sample/sample_block.h"

#include <fmt/format.h>

#include "monitor/sample/number_bytes.h"

namespace huabiao::monitor {
namespace {

constexpr char kVersion = 1;

// The sample that follows `last`, `step` seconds after the one before it. nullopt: damaged.
std::optional<Sample> take_sample(std::string_view& bytes, const Sample& last, std::int64_t& step) {
  const auto head = take_number(bytes);
  if (!head) return std::nullopt;
  step += unzigzag(*head >> 1);
  Sample sample{.second = last.second + step, .outcome = last.outcome, .latency = {}};
  if ((*head & 1) != 0) {
    const auto outcome = take_byte(bytes);
    if (!outcome || *outcome >= kOutcomeNames.size()) return std::nullopt;
    sample.outcome = static_cast<Outcome>(*outcome);
  }
  const auto byte = take_byte(bytes);
  const auto latency = byte ? Latency::of_step(*byte) : std::nullopt;
  if (!latency) return std::nullopt;
  sample.latency = *latency;
  return sample;
}

// Hands every sample of a block to `take(sample, step)`. Fails: samples.damaged.
template <class Take>
Done each_sample(std::int64_t day, std::string_view bytes, const Take& take) {
  const std::size_t all = bytes.size();
  Sample last{.second = day_begins(day), .outcome = Outcome::Ok, .latency = {}};
  std::int64_t step = 0;
  const auto damaged = [&](std::size_t left) {
    return fail(Kind::Unreadable, "samples.damaged", fmt::format("day {}, byte {}", day, all - left));
  };
  if (bytes.empty()) return {};
  if (bytes.front() != kVersion) return damaged(all);
  bytes.remove_prefix(1);
  for (std::size_t count = 0; !bytes.empty(); ++count) {
    const std::size_t left = bytes.size();
    const auto sample = take_sample(bytes, last, step);
    if (!sample || day_of(sample->second) != day || (count > 0 && step <= 0) || count == SampleLimits::kBlockSamples)
      return damaged(left);
    take(last = *sample, step);
  }
  return {};
}

}  // namespace

bool SampleBlock::add(const Sample& sample) {
  if (day_of(sample.second) != day_ || size_ == SampleLimits::kBlockSamples) return false;
  if (size_ > 0 && sample.second <= last_.second) return false;
  if (bytes_.empty()) bytes_ += kVersion;
  const std::int64_t step = sample.second - last_.second;
  const bool changed = sample.outcome != last_.outcome;
  put_number(bytes_, zigzag(step - last_step_) << 1 | (changed ? 1 : 0));
  if (changed) bytes_ += static_cast<char>(sample.outcome);
  bytes_ += static_cast<char>(sample.latency.step());
  last_ = sample;
  last_step_ = step;
  ++size_;
  return true;
}

Result<SampleBlock> SampleBlock::read(std::int64_t day, std::string bytes) {
  SampleBlock block(day);
  auto read = each_sample(day, bytes, [&](const Sample& sample, std::int64_t step) {
    block.last_ = sample;
    block.last_step_ = step;
    ++block.size_;
  });
  if (!read) return fail(std::move(read));
  block.bytes_ = std::move(bytes);
  return block;
}

Result<std::vector<Sample>> read_samples(std::int64_t day, std::string_view bytes) {
  std::vector<Sample> samples;
  samples.reserve(bytes.size() / 2);
  auto read = each_sample(day, bytes, [&](const Sample& sample, std::int64_t) { samples.push_back(sample); });
  if (!read) return fail(std::move(read));
  return samples;
}

}  // namespace huabiao::monitor
