#pragma once
// SchemaLook: what a database says of its schema. Looking neither makes nor migrates anything: for doctor.

#include <cstdint>
#include <string>

#include "base/result.h"
#include "storage/database_address.h"

namespace huabiao::storage {

struct SchemaLook {
  std::int64_t found = 0;   // the file's version; 0: made, but nothing written yet
  std::string engine;       // with its version: "SQLite 3.40.1"
  std::int64_t newest = 0;  // the version this program writes; an older one is migrated when it is opened
};

// Fails: Environment storage.newer_schema, storage.not_ours, storage.corrupt, storage.io; Unavailable storage.locked,
// storage.unreachable.
Result<SchemaLook> look_at_schema(const DatabaseAddress& database);

}  // namespace huabiao::storage
