#include "storage/bounds_rows.h"

#include "storage/reach_sql.h"

namespace huabiao::storage {
namespace {

using access::RecordKind;
using registry::Reach;

bool any(Connection& connection, const SqlText& sql) {
  Statement row = connection.prepare(sql.text());
  sql.bind(row);
  return row.step();
}

bool holds_site(Connection& connection, const Reach& reach, std::int64_t id, TimePoint now) {
  SqlText sql;
  sql.add("SELECT 1 FROM site_summary s WHERE s.site = ?", id);
  add_reach(sql, reach, now);
  return any(connection, sql);
}

// Also by what it was before it ended: its history is still its region's.
bool holds_unit(Connection& connection, const Reach& reach, std::int64_t id, TimePoint now) {
  SqlText sql;
  sql.add("SELECT 1 FROM organisation_version v WHERE v.recorded_to = 253402300799999 AND v.id = ?", id);
  add_unit_reach(sql, reach, now);
  return any(connection, sql);
}

// A declaration or a contact: where its site lies, else where its unit does.
bool holds_part(Connection& connection, const Reach& reach, const std::string& table, std::int64_t id, TimePoint now) {
  Statement row = connection.prepare("SELECT site, organisation FROM " + table +
                                     " WHERE id = ?1 ORDER BY recorded_from DESC, row DESC LIMIT 1");
  row.bind(1, id);
  if (!row.step()) return false;
  if (row.null(0)) return holds_unit(connection, reach, row.integer(1), now);
  return holds_site(connection, reach, row.integer(0), now);
}

bool holds_finding(Connection& connection, const Reach& reach, std::int64_t id, TimePoint now) {
  SqlText sql;
  sql.add("SELECT 1 FROM finding f LEFT JOIN site_summary s ON s.site = f.site WHERE f.id = ?", id);
  add_reach(sql, reach, now);
  return any(connection, sql);
}

}  // namespace

Result<bool> BoundsRows::holds(const Reach& reach, RecordKind kind, std::int64_t id) {
  if (reach.everywhere) return true;
  return at_rim([&] {
    Database::Reader reader(database_);
    const TimePoint now = database_.now();
    switch (kind) {
      case RecordKind::Site:
        return holds_site(*reader, reach, id, now);
      case RecordKind::Organisation:
        return holds_unit(*reader, reach, id, now);
      case RecordKind::Declaration:
        return holds_part(*reader, reach, "declaration_version", id, now);
      case RecordKind::Contact:
        return holds_part(*reader, reach, "contact_version", id, now);
      case RecordKind::Finding:
        break;
    }
    return holds_finding(*reader, reach, id, now);
  });
}

Result<access::Held> BoundsRows::held(const Reach& reach) {
  return at_rim([&] {
    Database::Reader reader(database_);
    const TimePoint now = database_.now();
    const auto ids = [&](std::string_view from, const SqlText& bounds, std::string_view order) {
      SqlText sql;
      sql.add(from).add(bounds).add(order);
      Statement rows = reader->prepare(sql.text());
      sql.bind(rows);
      std::vector<std::int64_t> found;
      while (rows.step()) found.push_back(rows.integer(0));
      return found;
    };
    SqlText sites, units;
    add_reach(sites, reach, now);
    add_unit_reach(units, reach, now);
    return access::Held{ids("SELECT s.site FROM site_summary s WHERE true", sites, " ORDER BY s.site"),
                        ids("SELECT DISTINCT v.id FROM organisation_version v WHERE v.recorded_to = 253402300799999",
                            units, " ORDER BY v.id")};
  });
}

Result<bool> BoundsRows::holds_body(const Reach& reach, std::string_view sha256) {
  if (reach.everywhere) return true;
  return at_rim([&] {
    Database::Reader reader(database_);
    SqlText sql;
    sql.add("SELECT 1 FROM finding f JOIN site_summary s ON s.site = f.site WHERE f.body_sha256 = ?", sha256);
    add_reach(sql, reach, database_.now());
    return any(*reader, sql);
  });
}

}  // namespace huabiao::storage
