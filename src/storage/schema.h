#pragma once
// The schema, step by step: kMigrations[n] leads from version n to n + 1 (docs/formats/database.md). A step that was
// released is never changed. Internal to this room.

#include <span>
#include <string_view>

#include "storage/sqlite.h"

namespace huabiao::storage {

std::span<const std::string_view> migrations();
inline constexpr std::int64_t kApplicationId = 0x48756142;  // "HuaB", in the file's header

// Brings the database to the newest version in one transaction. Throws Failure: storage.newer_schema,
// storage.not_ours (a database of another program).
void migrate(Connection& connection);

}  // namespace huabiao::storage
