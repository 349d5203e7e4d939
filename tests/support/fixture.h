#pragma once
// Files of the project itself that tests read.

#include <filesystem>
#include <string>

namespace huabiao::support {

std::filesystem::path fixture(const std::string& relative);   // below tests/fixtures
std::filesystem::path fuzz_seeds(const std::string& fuzzer);  // tests/fuzz/NAME

}  // namespace huabiao::support
