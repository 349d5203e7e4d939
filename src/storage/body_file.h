#pragma once
// One body on disk, deflated: written beside its place, synced, then renamed, so that a file of that name is whole or
// not there at all. Internal to this room.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::storage {

// Fails: Environment storage.disk_full, storage.read_only, storage.io. The size on disk.
Result<std::int64_t> write_body(const std::filesystem::path& file, std::string_view body);
// Requires: `bytes` is the length the body had. Fails: Unreadable evidence.damaged; Environment storage.io.
Result<std::string> read_body(const std::filesystem::path& file, std::int64_t bytes);

}  // namespace huabiao::storage
