#include "storage/tls_rows.h"

#include "monitor/record/record.h"

namespace huabiao::storage {

void put_tls_set(Connection& connection, const monitor::VisitRecord& record) {
  if (!record.tls_set) return;
  connection
      .prepare(
          "INSERT INTO tls_set(site, host, at, facts) VALUES(?1, ?2, ?3, ?4) "
          "ON CONFLICT(site, host) DO UPDATE SET at = excluded.at, facts = excluded.facts WHERE excluded.at >= "
          "tls_set.at")
      .bind(1, record.visit.site)
      .bind(2, record.visit.host)
      .bind(3, record.fetch.at)
      .bind(4, monitor::record::write_tls_set(*record.tls_set))
      .run();
}

Result<std::vector<monitor::KeptTlsSet>> TlsRows::tls_sets_of(std::int64_t site) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<monitor::KeptTlsSet> all;
    Statement rows = reader->prepare("SELECT site, host, at, facts FROM tls_set WHERE site = ?1 ORDER BY host");
    rows.bind(1, site);
    while (rows.step())
      all.push_back({rows.integer(0), rows.text(1), rows.time(2), must(monitor::record::read_tls_set(rows.text(3)))});
    return all;
  });
}

}  // namespace huabiao::storage
