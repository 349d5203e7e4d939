#pragma once
// Files for larger checks which lie beside the checkout (../shared, or where HUABIAO_SHARED points). A test that wants
// one skips, with the reason, when it is absent.

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace huabiao::support {

inline std::optional<std::filesystem::path> shared_file(const std::string& relative) {
  const char* set = std::getenv("HUABIAO_SHARED");
  const std::filesystem::path root =
      set != nullptr ? std::filesystem::path(set) : std::filesystem::path(HUABIAO_SOURCE_DIR) / ".." / "shared";
  const std::filesystem::path path = root / relative;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

}  // namespace huabiao::support
