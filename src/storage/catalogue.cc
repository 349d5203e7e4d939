#include "storage/catalogue.h"

#include <algorithm>

namespace huabiao::storage {
namespace {

// The leases are the servers' own; site_gram is made from site_text; bodies are copied by their shelves.
bool is_kept(const std::string& name) {
  return name != "lease" && name != "schema_mark" && !name.starts_with("site_gram") && !name.starts_with("sqlite_") &&
         !name.ends_with("_body");
}

ColumnKind kind_of(std::string_view type) {
  if (type == "INTEGER" || type == "bigint") return ColumnKind::Integer;
  if (type == "REAL" || type == "double precision") return ColumnKind::Real;
  if (type == "BLOB" || type == "bytea") return ColumnKind::Bytes;
  return ColumnKind::Text;
}

// Tables, in the order they were made in; columns of one table with their types; its key.
struct Questions {
  std::string_view tables, columns, key;
};
constexpr Questions kSqlite{
    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid",
    "SELECT name, type FROM pragma_table_info(?1) ORDER BY name",
    "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
};
constexpr Questions kPostgres{
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace) "
    "ORDER BY oid",
    "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = CAST(?1 AS regclass) AND "
    "attnum > 0 AND NOT attisdropped ORDER BY attname COLLATE \"C\"",
    "SELECT a.attname FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(number, place) "
    "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
    "WHERE i.indrelid = CAST(?1 AS regclass) AND i.indisprimary ORDER BY k.place",
};

// SQLite keeps counters only where some table asked for them.
bool has_counters(Connection& connection) {
  return connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'") > 0;
}

}  // namespace

std::vector<Table> tables_of(Connection& connection) {
  const Questions& ask = connection.kind() == EngineKind::Sqlite ? kSqlite : kPostgres;
  std::vector<Table> tables;
  Statement names = connection.prepare(ask.tables);
  while (names.step()) {
    if (!is_kept(names.text(0))) continue;
    Table& table = tables.emplace_back();
    table.name = names.text(0);
    Statement columns = connection.prepare(ask.columns);
    columns.bind(1, table.name);
    while (columns.step()) table.columns.push_back({columns.text(0), kind_of(columns.text(1))});
    Statement key = connection.prepare(ask.key);
    key.bind(1, table.name);
    while (key.step()) table.key.push_back(key.text(0));
  }
  return tables;
}

std::int64_t counter_of(Connection& connection, const std::string& table) {
  if (connection.kind() == EngineKind::Sqlite) {
    if (!has_counters(connection)) return 0;
    Statement row = connection.prepare("SELECT seq FROM sqlite_sequence WHERE name = ?1");
    row.bind(1, table);
    return row.step() ? row.integer(0) : 0;
  }
  Statement row = connection.prepare(
      "SELECT pg_sequence_last_value(CAST(d.objid AS regclass)) FROM pg_depend d WHERE d.refobjid = CAST(?1 AS "
      "regclass) AND d.deptype = 'i' AND d.classid = CAST('pg_class' AS regclass) AND EXISTS(SELECT 1 FROM "
      "pg_sequence s WHERE s.seqrelid = d.objid)");
  row.bind(1, table);
  return row.step() ? row.integer(0) : 0;
}

void set_counter(Connection& connection, const Table& table, std::int64_t counter) {
  if (connection.kind() == EngineKind::Sqlite) {
    if (!has_counters(connection)) return;
    connection.prepare("UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1 AND seq < ?2")
        .bind(1, table.name)
        .bind(2, counter)
        .run();
    if (connection.changed() == 0 && counter > 0)
      connection
          .prepare(
              "INSERT INTO sqlite_sequence(name, seq) SELECT ?1, ?2 WHERE NOT EXISTS(SELECT 1 FROM sqlite_sequence "
              "WHERE name = ?1)")
          .bind(1, table.name)
          .bind(2, counter)
          .run();
    return;
  }
  for (const std::string_view column : {"id", "row"}) {
    if (table.key != std::vector{std::string(column)}) continue;
    const std::int64_t most = std::max(
        counter, connection.integer("SELECT coalesce(max(" + std::string(column) + "), 0) FROM " + table.name));
    if (most == 0) return;
    Statement set = connection.prepare("SELECT setval(pg_get_serial_sequence(?1, ?2), ?3)");
    set.bind(1, table.name).bind(2, column).bind(3, most);
    set.step();
  }
}

}  // namespace huabiao::storage
