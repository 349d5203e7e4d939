// Any bytes as a block of samples, and as hours: they are refused, or read the same by both readers and written the
// same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "monitor/sample/sample_block.h"
#include "monitor/sample/sample_hour.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::monitor;
  constexpr std::int64_t kDay = 20'000;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto hours = read_hours(kDay, bytes))
    if (read_hours(kDay, write_hours(*hours)).value() != *hours) std::abort();
  const auto samples = read_samples(kDay, bytes);
  const auto block = SampleBlock::read(kDay, std::string(bytes));
  if (samples.has_value() != block.has_value()) std::abort();
  if (!samples) return 0;
  SampleBlock again(kDay);
  for (const Sample& sample : *samples)
    if (!again.add(sample)) std::abort();
  if (again.size() != block->size() || !(again.last() == block->last()) ||
      read_samples(kDay, again.bytes()).value() != *samples)
    std::abort();
  return 0;
}
