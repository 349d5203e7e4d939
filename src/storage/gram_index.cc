#include "storage/gram_index.h"

#include "storage/site_grams.h"

namespace huabiao::storage {
namespace {

// A contentless index has to be told what it forgets.
void set_in_fts(Connection& connection, std::int64_t site, const std::string& before, const std::string& after) {
  if (!before.empty())
    connection.prepare("INSERT INTO site_gram(site_gram, rowid, grams) VALUES('delete', ?1, ?2)")
        .bind(1, site)
        .bind(2, grams_of(before))
        .run();
  if (!after.empty())
    connection.prepare("INSERT INTO site_gram(rowid, grams) VALUES(?1, ?2)")
        .bind(1, site)
        .bind(2, grams_of(after))
        .run();
}

void set_in_vector(Connection& connection, std::int64_t site, const std::string& after) {
  if (after.empty()) {
    connection.prepare("DELETE FROM site_gram WHERE site = ?1").bind(1, site).run();
    return;
  }
  connection
      .prepare(
          "INSERT INTO site_gram(site, grams) VALUES(?1, array_to_tsvector(string_to_array(?2, ' '))) "
          "ON CONFLICT(site) DO UPDATE SET grams = excluded.grams")
      .bind(1, site)
      .bind(2, grams_of(after))
      .run();
}

}  // namespace

void set_grams(Connection& connection, std::int64_t site, const std::string& before, const std::string& after) {
  if (before == after) return;
  if (connection.kind() == EngineKind::Sqlite)
    set_in_fts(connection, site, before, after);
  else
    set_in_vector(connection, site, after);
}

SqlText gram_candidates(EngineKind engine, const std::vector<std::string>& terms) {
  SqlText sql;
  if (engine == EngineKind::Sqlite)
    return sql.add("(SELECT rowid AS site FROM site_gram WHERE site_gram MATCH ?", gram_expression(terms, " AND "));
  return sql.add("(SELECT site FROM site_gram WHERE grams @@ CAST(? AS tsquery)", gram_expression(terms, " & "));
}

}  // namespace huabiao::storage
