#pragma once
// A secret lies in a file of its own, never in settings, environment or command line.

#include <filesystem>
#include <string>

#include "base/result.h"

namespace huabiao::app {

inline constexpr std::size_t kMostSecretBytes = 4096;

// Its text without the line end. Fails: Environment settings.no_secret: not there, not readable, empty, too long, more
// than one line.
Result<std::string> read_secret(const std::filesystem::path& file);

}  // namespace huabiao::app
