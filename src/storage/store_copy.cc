#include "storage/store_copy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <variant>

#include "base/digest.h"
#include "storage/body_shelf.h"
#include "storage/catalogue.h"
#include "storage/gram_index.h"
#include "storage/postgres_sql.h"
#include "storage/schema.h"

namespace huabiao::storage {
namespace {

constexpr std::int64_t kRowsAtOnce = 200;  // rows may hold a page and its picture each

// Seeded by the schema or at the first opening; what a copy brings takes their place.
bool is_seeded(const std::string& table) {
  return table == "trait_change" || table == "total" || table == "region" || table == "anchor";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}
std::string columns_of(const Table& table) {
  std::vector<std::string> names;
  names.reserve(table.columns.size());
  for (const Column& column : table.columns) names.push_back(column.name);
  return joined(names);
}

// A value, apart from every other.
void add_value(std::string& row, const Statement& rows, int at, ColumnKind kind) {
  if (rows.null(at)) {
    row += 'n';
    return;
  }
  std::string value;
  switch (kind) {
    case ColumnKind::Integer:
      value = std::to_string(rows.integer(at));
      break;
    case ColumnKind::Real:
      value = std::to_string(std::bit_cast<std::uint64_t>(rows.real(at)));
      break;
    case ColumnKind::Text:
      value = postgres_text(rows.text(at));
      break;
    case ColumnKind::Bytes:
      value = rows.bytes(at);
      break;
  }
  row += std::to_string(value.size()) + ":" + value;
}

void bind_value(Statement& into, int index, const Statement& from, int column, ColumnKind kind) {
  if (from.null(column))
    into.bind_null(index);
  else if (kind == ColumnKind::Integer)
    into.bind(index, from.integer(column));
  else if (kind == ColumnKind::Real)
    into.bind(index, from.real(column));
  else if (kind == ColumnKind::Text)
    into.bind(index, from.text(column));
  else
    into.bind_bytes(index, from.bytes(column));
}

using KeyValue = std::variant<std::int64_t, std::string>;

// Every row of a table by its key, some at a time: `each` sees the statement at its row.
template <class Each>
void walk(Connection& connection, const Table& table, const Each& each) {
  const std::string select = "SELECT " + columns_of(table) + " FROM " + table.name;
  if (table.key.empty()) {
    Statement rows = connection.prepare(select);
    while (rows.step()) each(rows);
    return;
  }
  std::vector<int> key;
  key.reserve(table.key.size());
  for (const std::string& name : table.key)
    key.push_back(static_cast<int>(std::ranges::find(table.columns, name, &Column::name) - table.columns.begin()));
  const std::string order = " ORDER BY " + joined(table.key) + " LIMIT " + std::to_string(kRowsAtOnce);
  const std::string after = select + " WHERE (" + joined(table.key) + ") > (" +
                            joined(std::vector<std::string>(key.size(), "?")) + ")" + order;
  std::vector<KeyValue> last;  // of the row seen last
  for (std::int64_t seen = kRowsAtOnce; seen == kRowsAtOnce;) {
    Statement rows = connection.prepare(last.empty() ? select + order : after);
    int index = 0;
    for (const KeyValue& value : last) std::visit([&](const auto& known) { rows.bind(++index, known); }, value);
    for (seen = 0; rows.step(); ++seen) {
      each(rows);
      last.clear();
      for (const int at : key)
        last.push_back(table.columns[static_cast<std::size_t>(at)].kind == ColumnKind::Integer
                           ? KeyValue(rows.integer(at))
                           : KeyValue(rows.text(at)));
    }
  }
}

class Digest {
 public:
  explicit Digest(const Table& table) : table_(table) {}
  void add(const Statement& row) {
    std::string text = holding_.digest;
    for (std::size_t i = 0; i < table_.columns.size(); ++i)
      add_value(text, row, static_cast<int>(i), table_.columns[i].kind);
    holding_.digest = sha256_hex(text);
    ++holding_.rows;
  }
  [[nodiscard]] Holding of(const std::string& database) const {
    return {database, table_.name, holding_.rows, holding_.digest};
  }

 private:
  const Table& table_;
  Holding holding_;
};

Holding hold(Connection& connection, const std::string& database, const Table& table) {
  Digest digest(table);
  walk(connection, table, [&](const Statement& row) { digest.add(row); });
  return digest.of(database);
}

Holding copy_table(Connection& from, Connection& to, const std::string& database, const Table& table) {
  const std::string insert = "INSERT INTO " + table.name + "(" + columns_of(table) + ") VALUES(" +
                             joined(std::vector<std::string>(table.columns.size(), "?")) + ")";
  if (is_seeded(table.name)) to.prepare("DELETE FROM " + table.name).run();
  Digest digest(table);
  Statement put = to.prepare(insert);
  walk(from, table, [&](const Statement& row) {
    digest.add(row);
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      bind_value(put, static_cast<int>(i) + 1, row, static_cast<int>(i), table.columns[i].kind);
    put.run();
  });
  set_counter(to, table, counter_of(from, table.name));
  return digest.of(database);
}

void must_be_empty(Connection& connection) {
  for (const Table& table : tables_of(connection))
    if (!is_seeded(table.name) &&
        connection.integer("SELECT count(*) FROM (SELECT 1 FROM " + table.name + " LIMIT 1) one") > 0)
      throw Failure({Kind::Conflict, "storage.not_empty", table.name, {}});
}

void make_grams(Connection& from, Connection& to) {
  Statement rows = from.prepare("SELECT site, folded FROM site_text ORDER BY site");
  while (rows.step()) set_grams(to, rows.integer(0), {}, rows.text(1));
}

// One installation's databases and its shelves.
struct Installation {
  Installation(const DataDirectory& directory, const Clock& clock)
      : main(directory.database(), clock),
        samples(directory.samples(), clock, samples_schema()),
        pages(directory.pages(), clock, pages_schema()),
        audit(directory.audit(), clock, audit_schema()),
        evidence(BodyShelf::of(main, "evidence", directory.evidence())),
        pictures(BodyShelf::of(main, "picture", directory.pictures())) {}
  Database main, samples, pages, audit;
  std::unique_ptr<BodyShelf> evidence, pictures;
};

struct Shelf {
  std::string table;
  std::unique_ptr<BodyShelf> Installation::* where;
};
const std::array<Shelf, 2> kShelves{{{"evidence", &Installation::evidence}, {"picture", &Installation::pictures}}};
struct Part {
  std::string name;
  Database Installation::* where;
};
const std::array<Part, 4> kParts{{{"huabiao", &Installation::main},
                                  {"samples", &Installation::samples},
                                  {"pages", &Installation::pages},
                                  {"audit", &Installation::audit}}};

// Every body of a shelf: `each` sees its digest and its bytes, "" where they are gone.
template <class Each>
Holding walk_bodies(Connection& rows, BodyShelf& shelf, const std::string& table, const Each& each) {
  Holding holding{"huabiao", table + " bodies", 0, {}};
  const Table digests{table, {{"sha256", ColumnKind::Text}}, {"sha256"}};
  walk(rows, digests, [&](const Statement& row) {
    const std::string sha256 = row.text(0), packed = shelf.get(sha256);
    if (packed.empty()) return;
    each(sha256, packed);
    holding.digest = sha256_hex(holding.digest + sha256 + packed);
    ++holding.rows;
  });
  return holding;
}

}  // namespace

Result<std::vector<Holding>> holdings_of(const DataDirectory& directory, const Clock& clock, const OnHolding& on) {
  return at_rim([&] {
    Installation installation(directory, clock);
    std::vector<Holding> all;
    const auto note = [&](Holding one) {
      on(one);
      all.push_back(std::move(one));
    };
    for (const Part& part : kParts) {
      Database::Reader reader(installation.*part.where);
      for (const Table& table : tables_of(*reader)) note(hold(*reader, part.name, table));
    }
    Database::Reader reader(installation.main);
    for (const Shelf& shelf : kShelves)
      note(walk_bodies(*reader, *(installation.*shelf.where), shelf.table, [](const auto&, const auto&) {}));
    std::ranges::sort(all, {}, [](const Holding& one) { return std::pair(one.database, one.table); });
    return all;
  });
}

Done copy_store(const DataDirectory& from, const DataDirectory& to, const Clock& clock, const OnHolding& on) {
  return at_rim([&] {
    Installation source(from, clock), target(to, clock);
    for (const Part& part : kParts) {
      Database::Reader reader(target.*part.where);
      must_be_empty(*reader);
    }
    std::vector<std::unique_ptr<Database::Write>> writes;
    for (const Part& part : kParts) {
      Database::Reader reader(source.*part.where);
      Database::Write& write =
          *writes.emplace_back(std::make_unique<Database::Write>(target.*part.where, Durability::Full));
      write->engine().take_long();
      for (const Table& table : tables_of(*reader)) on(copy_table(*reader, *write, part.name, table));
      if (part.where == &Installation::main) make_grams(*reader, *write);
    }
    Database::Reader reader(source.main);
    Connection& write = **writes.front();
    for (const Shelf& shelf : kShelves)
      on(walk_bodies(*reader, *(source.*shelf.where), shelf.table,
                     [&](const std::string& sha256, const std::string& packed) {
                       BodyShelf& onto = *(target.*shelf.where);
                       onto.put_before_row(sha256, packed);
                       onto.put_with_row(write, sha256, packed);
                     }));
    for (const auto& one : writes) one->commit();
    for (const auto& one : writes) (*one)->engine().after_large_change();
  });
}

}  // namespace huabiao::storage
