// The overview's counts: one pass over the facets, one over the open findings.
#include <map>

#include "registry/region.h"
#include "storage/estate_list.h"
#include "storage/reach_sql.h"
#include "storage/sql_text.h"

namespace huabiao::storage {
namespace {

using monitor::Overview;

template <class Enum>
std::string name_or_empty(std::int64_t value) {
  return value < 0 ? std::string() : std::string(to_string(static_cast<Enum>(value)));
}

std::string_view column_of(std::string_view prefix) {
  return prefix.size() == 2 ? "province" : prefix.size() == 4 ? "prefecture" : "region";
}

// A mark that a page shows, in whatever state; the others were looked for and not found.
bool shown(std::int64_t mark) {
  return mark >= 0 && mark != static_cast<std::int64_t>(monitor::MarkState::Absent) &&
         mark != static_cast<std::int64_t>(monitor::MarkState::NotSeen);
}

void count_sites(Connection& connection, std::string_view region, const SqlText& bounds, Overview& overview) {
  SqlText sql;
  sql.add(
      "SELECT province, life, state, outcome, mark, mark_declared, alerts > 0, count(*) FROM site_summary s "
      "INDEXED BY site_summary_facets WHERE true");
  if (!region.empty()) {
    const std::string_view prefix = registry::region_prefix(region);
    sql.add(" AND s.").add(column_of(prefix)).add(" = ?", prefix);
  }
  sql.add(bounds).add(" GROUP BY 1, 2, 3, 4, 5, 6, 7");
  std::map<std::string, Overview::RegionCount> regions;
  Statement rows = connection.prepare(sql.text());
  sql.bind(rows);
  while (rows.step()) {
    const std::int64_t state = rows.integer(2), mark = rows.integer(4), declared = rows.integer(5), n = rows.integer(7);
    overview.sites += n;
    overview.by_life[name_or_empty<registry::SiteLife>(rows.integer(1))] += n;
    overview.by_state[name_or_empty<monitor::SiteState>(state)] += n;
    overview.by_outcome[name_or_empty<monitor::Outcome>(rows.integer(3))] += n;
    overview.by_mark[name_or_empty<monitor::MarkState>(mark)] += n;
    overview.marks_declared[declared < 0 ? "unknown" : declared == 1 ? "yes" : "no"] += n;
    if (declared == 1 && mark >= 0 && !shown(mark)) overview.marks_declared_not_seen += n;
    const std::string province = rows.text(0);
    Overview::RegionCount& count = regions[province];
    count.region = province.empty() ? province : province + "0000";
    count.sites += n;
    if (state == static_cast<std::int64_t>(monitor::SiteState::Down)) count.down += n;
    if (rows.integer(6) != 0) count.with_alerts += n;
  }
  for (auto& [province, count] : regions) overview.by_region.push_back(std::move(count));
}

void count_findings(Connection& connection, std::string_view region, const SqlText& bounds, Overview& overview) {
  SqlText sql;
  sql.add("SELECT f.category, f.severity, sum(f.count) FROM site_finding f");
  if (!region.empty() || !bounds.empty()) sql.add(" JOIN site_summary s ON s.site = f.site WHERE true").add(bounds);
  if (!region.empty()) {
    const std::string_view prefix = registry::region_prefix(region);
    sql.add(" AND s.").add(column_of(prefix)).add(" = ?", prefix);
  }
  sql.add(" GROUP BY 1, 2");
  Statement rows = connection.prepare(sql.text());
  sql.bind(rows);
  while (rows.step()) {
    overview.findings_by_category[name_or_empty<monitor::Category>(rows.integer(0))] += rows.integer(2);
    overview.findings_by_severity[name_or_empty<monitor::Severity>(rows.integer(1))] += rows.integer(2);
  }
}

std::int64_t count_current(Connection& connection, std::string_view table, const SqlText& bounds, TimePoint now) {
  SqlText sql;
  sql.add("SELECT count(*) FROM ")
      .add(table)
      .add(" v WHERE v.recorded_to = 253402300799999 AND v.valid_from <= ?", to_millis(now));
  sql.add(" AND v.valid_to > ?", to_millis(now)).add(bounds);
  Statement row = connection.prepare(sql.text());
  sql.bind(row);
  return row.step() ? row.integer(0) : 0;
}

}  // namespace

Result<Overview> EstateList::overview(std::string_view region, const registry::Reach& reach) {
  return at_rim([&] {
    catch_up();
    Database::Reader reader(database_);
    Overview overview;
    const TimePoint now = database_.now();
    SqlText sites, units, declarations;
    add_reach(sites, reach, now);
    add_unit_reach(units, reach, now);
    if (!sites.empty())
      declarations.add(" AND v.site IN (SELECT s.site FROM site_summary s WHERE true").add(sites).add(")");
    count_sites(*reader, region, sites, overview);
    count_findings(*reader, region, sites, overview);
    overview.organisations = count_current(*reader, "organisation_version", units, now);
    overview.declarations = count_current(*reader, "declaration_version", declarations, now);
    return overview;
  });
}

Result<std::vector<monitor::RegionState>> EstateList::region_states(std::string_view region,
                                                                    const registry::Reach& reach) {
  return at_rim([&] {
    catch_up();
    Database::Reader reader(database_);
    const std::string_view prefix = registry::region_prefix(region);
    // Provinces, the prefectures of one, the counties of one.
    const std::string_view below = region.empty() ? "province" : prefix.size() == 2 ? "prefecture" : "region";
    SqlText sql;
    sql.add("SELECT ").add(below).add(
        ", state, count(*), sum(CASE WHEN alerts > 0 THEN 1 ELSE 0 END) FROM site_summary s ");
    sql.add("INDEXED BY site_summary_facets WHERE true");
    if (!region.empty()) sql.add(" AND s.").add(column_of(prefix)).add(" = ?", prefix);
    add_reach(sql, reach, database_.now());
    sql.add(" GROUP BY 1, 2 ORDER BY 1, 2");
    std::vector<monitor::RegionState> states;
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) {
      constexpr std::size_t kDigits = 6;
      std::string code = rows.text(0);
      if (code.empty())
        code = region;
      else
        code.resize(kDigits, '0');
      if (states.empty() || states.back().region != code) states.push_back({.region = code});
      states.back().sites += rows.integer(2);
      states.back().by_state[name_or_empty<monitor::SiteState>(rows.integer(1))] += rows.integer(2);
      states.back().with_alerts += rows.integer(3);
    }
    return states;
  });
}

}  // namespace huabiao::storage
