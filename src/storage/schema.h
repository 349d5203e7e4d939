#pragma once
// The schema, step by step: migrations[n] leads from version n to n + 1 (docs/formats/database.md). A step that was
// released is never changed. Internal to this room.

#include <cstdint>
#include <span>
#include <string_view>

#include "storage/connection.h"

namespace huabiao::storage {

struct Schema {
  std::span<const std::string_view> migrations;
  std::int64_t application_id;  // in the file's header
};
inline constexpr std::int64_t kLeaseSince = 15;  // huabiao.db has leases from this version on
Schema main_schema();                            // huabiao.db
Schema samples_schema();                         // samples.db
Schema pages_schema();                           // pages.db
Schema audit_schema();                           // audit.db

// Brings the database to the newest version in one transaction. Throws Failure: storage.newer_schema,
// storage.not_ours (a database of another program, or another of ours).
void migrate(Connection& connection, const Schema& schema);
// The version found. Throws the same.
std::int64_t must_be_ours(const SchemaMark& mark, const Schema& schema);

}  // namespace huabiao::storage
