#include "support/fixture.h"

namespace huabiao::support {

std::filesystem::path fixture(const std::string& relative) {
  return std::filesystem::path(HUABIAO_SOURCE_DIR) / "tests/fixtures" / relative;
}

std::filesystem::path fuzz_seeds(const std::string& fuzzer) {
  return std::filesystem::path(HUABIAO_SOURCE_DIR) / "tests/fuzz" / fuzzer;
}

}  // namespace huabiao::support
