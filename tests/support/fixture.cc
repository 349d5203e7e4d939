#include "support/fixture.h"

namespace huabiao::support {

std::filesystem::path fixture(const std::string& relative) {
  return std::filesystem::path(HUABIAO_SOURCE_DIR) / "tests/fixtures" / relative;
}

}  // namespace huabiao::support
