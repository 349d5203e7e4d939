#include "support/shared.h"

#include <cstdlib>

namespace huabiao::support {

std::optional<std::filesystem::path> shared_file(const std::string& relative) {
  const char* set = std::getenv("HUABIAO_SHARED");
  const std::filesystem::path root =
      set != nullptr ? std::filesystem::path(set) : std::filesystem::path(HUABIAO_SOURCE_DIR) / ".." / "shared";
  const std::filesystem::path path = root / relative;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

}  // namespace huabiao::support
