#pragma once
// Files for larger checks which lie beside the checkout (../shared, or where HUABIAO_SHARED points). A test that wants
// one skips, with the reason, when it is absent.

#include <filesystem>
#include <optional>
#include <string>

namespace huabiao::support {

std::optional<std::filesystem::path> shared_file(const std::string& relative);

}  // namespace huabiao::support
