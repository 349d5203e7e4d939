#include "storage/schema_look.h"

#include "storage/connection.h"
#include "storage/schema.h"

namespace huabiao::storage {

Result<SchemaLook> look_at_schema(const DatabaseAddress& database) {
  return at_rim([&] {
    Connection connection(database, {.access = Access::ReadOnly});
    SchemaLook look{.newest = static_cast<std::int64_t>(main_schema().migrations.size())};
    look.engine = connection.engine().version();
    look.found = must_be_ours(connection.engine().schema_mark(), main_schema());
    return look;
  });
}

}  // namespace huabiao::storage
