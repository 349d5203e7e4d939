#include "storage/schema_look.h"

#include "storage/database.h"
#include "storage/schema.h"
#include "storage/sqlite.h"

namespace huabiao::storage {

Result<SchemaLook> look_at_schema(const std::filesystem::path& database) {
  return at_rim([&] {
    Connection connection(database, Access::ReadOnly);
    SchemaLook look{.newest = static_cast<std::int64_t>(main_schema().migrations.size())};
    look.found = connection.integer("PRAGMA user_version");
    const bool empty = connection.integer("SELECT count(*) FROM sqlite_schema") == 0;
    const std::int64_t owner = connection.integer("PRAGMA application_id");
    if (owner != main_schema().application_id && !empty)
      throw Failure({Kind::Environment, "storage.not_ours", "application_id " + std::to_string(owner), {}});
    if (look.found > look.newest)
      throw Failure({Kind::Environment, "storage.newer_schema", "schema " + std::to_string(look.found),
                     "schema " + std::to_string(look.newest) + " or older"});
    return look;
  });
}

}  // namespace huabiao::storage
