#include "storage/walk_rows.h"

#include "monitor/record/record.h"

namespace huabiao::storage {
namespace {

using monitor::KeptWalk;

std::vector<KeptWalk> read_walks(Statement& rows) {
  std::vector<KeptWalk> walks;
  while (rows.step())
    walks.push_back({rows.integer(0), rows.text(1), rows.time(2), must(monitor::record::read_walk(rows.text(3)))});
  return walks;
}

}  // namespace

void put_walk(Connection& connection, const monitor::VisitRecord& record) {
  if (!record.walk) return;
  connection
      .prepare(
          "INSERT INTO walk(site, host, at, facts) VALUES(?1, ?2, ?3, ?4) "
          "ON CONFLICT(site, host) DO UPDATE SET at = excluded.at, facts = excluded.facts WHERE excluded.at >= walk.at")
      .bind(1, record.visit.site)
      .bind(2, record.visit.host)
      .bind(3, record.fetch.at)
      .bind(4, monitor::record::write_walk(*record.walk))
      .run();
}

Result<std::vector<KeptWalk>> WalkRows::walks_of(std::int64_t site) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare("SELECT site, host, at, facts FROM walk WHERE site = ?1 ORDER BY host");
    rows.bind(1, site);
    return read_walks(rows);
  });
}

Result<std::vector<KeptWalk>> WalkRows::walks_after(std::int64_t site, std::size_t sites) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare(
        "SELECT site, host, at, facts FROM walk WHERE site IN "
        "(SELECT DISTINCT site FROM walk WHERE site > ?1 ORDER BY site LIMIT ?2) ORDER BY site, host");
    rows.bind(1, site).bind(2, static_cast<std::int64_t>(sites));
    return read_walks(rows);
  });
}

}  // namespace huabiao::storage
