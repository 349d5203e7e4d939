#pragma once
// One file on disk: written beside its place, synced, then renamed, so that a file of that name is whole or
// not there at all. Internal to this room.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::storage {

// Fails: Environment storage.disk_full, storage.read_only, storage.io.
Done write_body(const std::filesystem::path& file, std::string_view packed);
// Fails: Environment storage.io.
Result<std::string> read_body(const std::filesystem::path& file);

}  // namespace huabiao::storage
