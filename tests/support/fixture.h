#pragma once
// Files of the project itself that tests read, below tests/fixtures.

#include <filesystem>
#include <string>

namespace huabiao::support {

std::filesystem::path fixture(const std::string& relative);

}  // namespace huabiao::support
