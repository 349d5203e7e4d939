#include "storage/site_summary.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "registry/region.h"
#include "storage/gram_index.h"
#include "storage/register_rows.h"
#include "storage/site_grams.h"
#include "storage/text_list.h"
#include "storage/version_table.h"

namespace huabiao::storage {
namespace {

using registry::kForever;

struct Declared {
  std::vector<std::int64_t> unit_ids;
  std::vector<std::string> units, departments, hosts, chinese;
  std::string unit_region;
  std::int64_t mark = -1;
};

void add_once(std::vector<std::string>& list, const std::string& entry) {
  if (!entry.empty() && std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
}

std::string as_read(const registry::DeclaredName& name) {
  return name.unicode.empty() ? name.ascii : name.unicode;
}

Declared declared_of(Connection& connection, std::int64_t site, TimePoint now, std::vector<std::string>& searched) {
  Declared all;
  Statement rows = connection.prepare(RowsOf<registry::Declaration>::select() +
                                      " WHERE v.site = ?1 AND v.recorded_to = ?2 AND v.valid_from <= ?3 AND "
                                      "v.valid_to > ?3 ORDER BY v.id");
  rows.bind(1, site).bind(2, kForever).bind(3, now);
  while (rows.step()) {
    const registry::Declaration declaration = RowsOf<registry::Declaration>::read(connection, rows).value;
    if (std::find(all.unit_ids.begin(), all.unit_ids.end(), declaration.organisation.value) == all.unit_ids.end())
      all.unit_ids.push_back(declaration.organisation.value);
    add_once(searched, declaration.department);
    for (const auto& name : declaration.ascii_names) {
      add_once(all.hosts, as_read(name));
      add_once(searched, name.ascii);
    }
    for (const auto& name : declaration.chinese_names) {
      add_once(all.chinese, as_read(name));
      add_once(searched, name.ascii);
    }
    if (declaration.mark_hung) all.mark = std::max(all.mark, std::int64_t{*declaration.mark_hung});
  }
  for (const std::int64_t unit : all.unit_ids)
    if (const auto organisation = current<registry::Organisation>(connection, unit, now)) {
      add_once(all.units, organisation->value.name);
      if (all.unit_region.empty()) all.unit_region = organisation->value.region;
    }
  return all;
}

std::string folded_before(Connection& connection, std::int64_t site) {
  Statement row = connection.prepare("SELECT folded FROM site_text WHERE site = ?1");
  row.bind(1, site);
  return row.step() ? row.text(0) : std::string();
}

void forget(Connection& connection, std::int64_t site) {
  set_grams(connection, site, folded_before(connection, site), {});
  connection.prepare("DELETE FROM site_text WHERE site = ?1").bind(1, site).run();
  connection.prepare("DELETE FROM site_summary WHERE site = ?1").bind(1, site).run();
}

void put_text(Connection& connection, const registry::Site& site, const Declared& declared,
              const std::vector<std::string>& searched) {
  std::vector<std::string> all = {site.name, site.site_code, site.icp, site.police};
  for (const auto* list : {&declared.units, &declared.hosts, &declared.chinese, &searched})
    all.insert(all.end(), list->begin(), list->end());
  const std::string folded = fold_for_search(join_list(all));
  set_grams(connection, site.id.value, folded_before(connection, site.id.value), folded);
  connection
      .prepare(
          "INSERT INTO site_text(site, organisations, hosts, chinese_names, site_code, folded) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(site) DO UPDATE SET organisations = ?2, hosts = ?3, "
          "chinese_names = ?4, site_code = ?5, folded = ?6")
      .bind(1, site.id)
      .bind(2, join_list(declared.units))
      .bind(3, join_list(declared.hosts))
      .bind(4, join_list(declared.chinese))
      .bind(5, site.site_code)
      .bind(6, folded)
      .run();
}

void put_summary(Connection& connection, const registry::Site& site, const Declared& declared) {
  const std::string region = site.region.empty() ? declared.unit_region : site.region;
  const bool coded = registry::is_region_code(region);
  connection
      .prepare(
          "INSERT INTO site_summary(site, name, life, province, prefecture, region, mark_declared, state, outcome, "
          "mark, last_visit, last_round, worst, alerts, open_findings) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, -1, -1, -1, 0, 0, -1, 0, 0) ON CONFLICT(site) DO UPDATE SET "
          "name = ?2, life = ?3, province = ?4, prefecture = ?5, region = ?6, mark_declared = ?7")
      .bind(1, site.id)
      .bind(2, site.name)
      .bind(3, static_cast<std::int64_t>(site.life))
      .bind(4, coded ? region.substr(0, 2) : std::string())
      .bind(5, coded && !region.ends_with("0000") ? region.substr(0, 4) : std::string())
      .bind(6, region)
      .bind(7, declared.mark)
      .run();
}

// The next moment at which something recorded already begins or ends to be true.
void note_due(Connection& connection, std::int64_t site, TimePoint now) {
  connection.prepare("DELETE FROM site_due WHERE site = ?1").bind(1, site).run();
  Statement next = connection.prepare(
      "SELECT min(at) FROM ("
      " SELECT valid_from AS at FROM site_version WHERE id = ?1 AND recorded_to = ?3"
      " UNION ALL SELECT valid_to FROM site_version WHERE id = ?1 AND recorded_to = ?3"
      " UNION ALL SELECT valid_from FROM declaration_version WHERE site = ?1 AND recorded_to = ?3"
      " UNION ALL SELECT valid_to FROM declaration_version WHERE site = ?1 AND recorded_to = ?3"
      " UNION ALL SELECT o.valid_from FROM organisation_version o JOIN site_unit u ON u.organisation = o.id"
      "   WHERE u.site = ?1 AND o.recorded_to = ?3) change WHERE at > ?2 AND at < ?3");
  next.bind(1, site).bind(2, now).bind(3, kForever);
  if (next.step() && !next.null(0))
    connection.prepare("INSERT INTO site_due(at, site) VALUES(?1, ?2)").bind(1, next.integer(0)).bind(2, site).run();
}

void refresh_site(Connection& connection, std::int64_t id, TimePoint now) {
  connection.prepare("DELETE FROM site_unit WHERE site = ?1").bind(1, id).run();
  const auto site = current<registry::Site>(connection, id, now);
  if (!site) {
    forget(connection, id);
  } else {
    std::vector<std::string> searched;
    const Declared declared = declared_of(connection, id, now, searched);
    for (const std::int64_t unit : declared.unit_ids)
      connection.prepare("INSERT INTO site_unit(organisation, site) VALUES(?1, ?2)").bind(1, unit).bind(2, id).run();
    put_summary(connection, site->value, declared);
    put_text(connection, site->value, declared, searched);
  }
  note_due(connection, id, now);
}

}  // namespace

void refresh_sites(Connection& connection, const std::set<std::int64_t>& sites, TimePoint now) {
  for (const std::int64_t site : sites) refresh_site(connection, site, now);
}

std::set<std::int64_t> sites_due(Connection& connection, TimePoint now) {
  std::set<std::int64_t> sites;
  Statement rows = connection.prepare("SELECT site FROM site_due WHERE at <= ?1");
  rows.bind(1, now);
  while (rows.step()) sites.insert(rows.integer(0));
  return sites;
}

}  // namespace huabiao::storage
