// Every parser's fuzz target over the seeds that lie in tests/fuzz/NAME, in the ordinary and the sanitized unit tests:
// what a fuzzer once found stays found. tools/fuzz.py begins from the same files.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <vector>

#include "support/fixture.h"

using Target = int (*)(const std::uint8_t*, std::size_t);
#define FUZZ_TARGET(name) extern "C" int fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "fuzz_targets.inc"
#undef FUZZ_TARGET

namespace huabiao {
namespace {

struct Fuzzer {
  const char* name;
  Target run;
};
constexpr Fuzzer kFuzzers[] = {
#define FUZZ_TARGET(name) {#name, &fuzz_##name},
#include "fuzz_targets.inc"
#undef FUZZ_TARGET
};

class FuzzSeeds : public testing::TestWithParam<Fuzzer> {};

TEST_P(FuzzSeeds, AreHeld) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(support::fuzz_seeds(GetParam().name))) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    // And every beginning of it, as a connection that breaks off would leave it.
    const std::size_t step = bytes.size() / 16 + 1;
    for (std::size_t size = bytes.size();; size -= step) {
      const std::vector<std::uint8_t> exact(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_EQ(GetParam().run(exact.data(), exact.size()), 0) << file.path();
      if (size < step) break;
    }
    ++count;
  }
  EXPECT_GE(count, 3u) << "a parser without seeds of its own";
}

INSTANTIATE_TEST_SUITE_P(All, FuzzSeeds, testing::ValuesIn(kFuzzers),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace huabiao
