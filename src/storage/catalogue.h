#pragma once
// The tables of a database as both engines describe them: the same names and keys, in an order in which rows may be
// put. What is derived and what lies on shelves is not among them. Internal to this room.

#include <string>
#include <vector>

#include "storage/connection.h"

namespace huabiao::storage {

enum class ColumnKind { Integer, Real, Text, Bytes };
struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::Text;
};
struct Table {
  std::string name;
  std::vector<Column> columns;   // by name
  std::vector<std::string> key;  // the primary key's, in its order; none: at most one row
};

std::vector<Table> tables_of(Connection& connection);

// The number the next row of `table` is after, where rows are numbered; 0: not, or none yet. Numbers of rows that went
// are not given again.
std::int64_t counter_of(Connection& connection, const std::string& table);
// Requires: every row of `table` is there.
void set_counter(Connection& connection, const Table& table, std::int64_t counter);

}  // namespace huabiao::storage
