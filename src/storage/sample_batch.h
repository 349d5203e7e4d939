#pragma once
// SampleBatch: samples as they came, in one row of the journal (docs/formats/samples.md). Internal to this room; pure.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/sample/sample.h"

namespace huabiao::storage {

struct SeriesSample {
  std::int64_t series = 0;
  monitor::Sample sample;
};

std::string write_batch(std::span<const SeriesSample> samples);
// Hands each to take(const SeriesSample&). Fails: Unreadable samples.damaged.
Result<std::vector<SeriesSample>> read_batch(std::string_view bytes);

}  // namespace huabiao::storage
