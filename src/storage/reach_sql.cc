#include "storage/reach_sql.h"

#include "registry/region.h"

namespace huabiao::storage {
namespace {

// Units that answer to this one, over any number of levels, and itself. A ring of superiors ends by UNION.
void add_units_below(SqlText& sql, std::int64_t organisation, TimePoint now) {
  sql.add("(WITH RECURSIVE below(id) AS (SELECT ? UNION ", organisation);
  sql.add(
      "SELECT o.id FROM below b JOIN organisation_version o ON o.superior = b.id AND o.recorded_to = 253402300799999 "
      "WHERE o.valid_from <= ?",
      to_millis(now));
  sql.add(" AND o.valid_to > ?) SELECT id FROM below)", to_millis(now));
}

void add_units_of_sector(SqlText& sql, std::string_view sector, TimePoint now) {
  sql.add("(SELECT o.id FROM organisation_version o WHERE o.recorded_to = 253402300799999 AND o.sector = ?", sector);
  sql.add(" AND o.valid_from <= ?", to_millis(now)).add(" AND o.valid_to > ?)", to_millis(now));
}

}  // namespace

void add_reach(SqlText& sql, const registry::Reach& reach, TimePoint now) {
  if (reach.everywhere) return;
  sql.add(" AND (false");
  for (const std::string& region : reach.regions) {
    const std::string_view prefix = registry::region_prefix(region);
    sql.add(prefix.size() == 2   ? " OR s.province = ?"
            : prefix.size() == 4 ? " OR s.prefecture = ?"
                                 : " OR s.region = ?",
            prefix);
  }
  for (const std::int64_t site : reach.sites) sql.add(" OR s.site = ?", site);
  const auto add_units = [&](const auto& add) {
    sql.add(" OR s.site IN (SELECT u.site FROM site_unit u WHERE u.organisation IN ");
    add();
    sql.add(")");
  };
  for (const std::int64_t unit : reach.organisations) add_units([&] { add_units_below(sql, unit, now); });
  for (const std::string& sector : reach.sectors) add_units([&] { add_units_of_sector(sql, sector, now); });
  sql.add(")");
}

void add_unit_reach(SqlText& sql, const registry::Reach& reach, TimePoint now) {
  if (reach.everywhere) return;
  sql.add(" AND (false");
  for (const std::string& region : reach.regions) {
    const std::string_view prefix = registry::region_prefix(region);
    sql.add(" OR substr(v.region, 1, ").add(std::to_string(prefix.size())).add(") = ?", prefix);
  }
  for (const std::int64_t unit : reach.organisations) {
    sql.add(" OR v.id IN ");
    add_units_below(sql, unit, now);
  }
  for (const std::string& sector : reach.sectors) sql.add(" OR v.sector = ?", sector);
  sql.add(")");
}

}  // namespace huabiao::storage
