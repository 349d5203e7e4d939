#pragma once
// SchemaLook: what a database file says of its schema. Looking neither makes nor migrates anything: for doctor.

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace huabiao::storage {

struct SchemaLook {
  std::int64_t found = 0;   // the file's version; 0: made, but nothing written yet
  std::int64_t newest = 0;  // the version this program writes; an older file is migrated when it is opened
};

// Fails: Environment storage.newer_schema, storage.not_ours, storage.corrupt, storage.io; Unavailable storage.locked.
Result<SchemaLook> look_at_schema(const std::filesystem::path& database);

}  // namespace huabiao::storage
