#include "storage/vantage_rows.h"

namespace huabiao::storage {
namespace {

using access::VantagePoint;

constexpr std::string_view kColumns = "SELECT name, token_hash, added, author, heard, version FROM vantage_point ";

VantagePoint read_vantage(const Statement& row) {
  VantagePoint vantage;
  vantage.name = row.text(0);
  vantage.token_hash = row.text(1);
  vantage.added = row.time(2);
  vantage.added_by = row.text(3);
  if (!row.null(4)) vantage.heard = row.time(4);
  vantage.version = row.text(5);
  return vantage;
}

}  // namespace

Result<std::vector<VantagePoint>> VantageRows::vantages() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<VantagePoint> all;
    Statement rows = reader->prepare(std::string(kColumns) + "ORDER BY name");
    while (rows.step()) all.push_back(read_vantage(rows));
    return all;
  });
}

Result<std::optional<VantagePoint>> VantageRows::vantage_of(std::string_view token_hash) {
  return at_rim([&]() -> std::optional<VantagePoint> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kColumns) + "WHERE token_hash = ?1");
    row.bind(1, token_hash);
    if (!row.step()) return std::nullopt;
    return read_vantage(row);
  });
}

Done VantageRows::add(const VantagePoint& vantage, std::size_t most) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    Statement named = write->prepare("SELECT 1 FROM vantage_point WHERE name = ?1");
    named.bind(1, vantage.name);
    if (named.step()) throw Failure({Kind::Conflict, "vantage.name_taken", vantage.name, {}});
    if (write->integer("SELECT count(*) FROM vantage_point") >= static_cast<std::int64_t>(most))
      throw Failure({Kind::Conflict, "vantage.too_many", std::to_string(most), {}});
    write->prepare("INSERT INTO vantage_point(name, token_hash, added, author, version) VALUES(?1, ?2, ?3, ?4, '')")
        .bind(1, vantage.name)
        .bind(2, vantage.token_hash)
        .bind(3, vantage.added)
        .bind(4, vantage.added_by)
        .run();
    write.commit();
  });
}

Result<bool> VantageRows::remove(std::string_view name) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    Statement named = write->prepare("SELECT 1 FROM vantage_point WHERE name = ?1");
    named.bind(1, name);
    if (!named.step()) return false;
    write->prepare("DELETE FROM vantage_point WHERE name = ?1").bind(1, name).run();
    write.commit();
    return true;
  });
}

Done VantageRows::heard(std::string_view name, std::string_view version, TimePoint at) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Normal);
    write->prepare("UPDATE vantage_point SET heard = ?2, version = ?3 WHERE name = ?1")
        .bind(1, name)
        .bind(2, at)
        .bind(3, version)
        .run();
    write.commit();
  });
}

}  // namespace huabiao::storage
