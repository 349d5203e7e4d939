#include "storage/sample_batch.h"

#include <limits>

#include "monitor/sample/number_bytes.h"

namespace huabiao::storage {
namespace {

constexpr char kVersion = 1;

std::optional<SeriesSample> take_one(std::string_view& bytes, std::int64_t second) {
  const auto series = monitor::take_number(bytes);
  const auto step = monitor::take_number(bytes);
  const auto outcome = monitor::take_byte(bytes), latency = monitor::take_byte(bytes);
  if (!series || *series > std::numeric_limits<std::uint32_t>::max() || !step || !outcome || !latency ||
      *outcome >= monitor::kOutcomeNames.size())
    return std::nullopt;
  const auto took = monitor::Latency::of_step(*latency);
  const std::int64_t moved = monitor::unzigzag(*step);
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  if (!took || moved > kFar || moved < -kFar || second + moved < 0 || second + moved > kFar) return std::nullopt;
  return SeriesSample{static_cast<std::int64_t>(*series),
                      {second + moved, static_cast<monitor::Outcome>(*outcome), *took}};
}

}  // namespace

std::string write_batch(std::span<const SeriesSample> samples) {
  std::string bytes(1, kVersion);
  std::int64_t second = 0;
  for (const SeriesSample& one : samples) {
    monitor::put_number(bytes, static_cast<std::uint64_t>(one.series));
    monitor::put_number(bytes, monitor::zigzag(one.sample.second - second));
    bytes += static_cast<char>(one.sample.outcome);
    bytes += static_cast<char>(one.sample.latency.step());
    second = one.sample.second;
  }
  return bytes;
}

Result<std::vector<SeriesSample>> read_batch(std::string_view bytes) {
  std::vector<SeriesSample> samples;
  if (bytes.empty() || bytes.front() != kVersion) return fail(Kind::Unreadable, "samples.damaged", "a batch");
  bytes.remove_prefix(1);
  std::int64_t second = 0;
  while (!bytes.empty()) {
    const auto one = take_one(bytes, second);
    if (!one) return fail(Kind::Unreadable, "samples.damaged", "a batch");
    second = one->sample.second;
    samples.push_back(*one);
  }
  return samples;
}

}  // namespace huabiao::storage
