// What the planner and the console's pickers ask of the register: current facts, paged.
#include <algorithm>

#include "registry/region.h"
#include "storage/cursor.h"
#include "storage/reach_sql.h"
#include "storage/register_rows.h"
#include "storage/register_store.h"
#include "storage/register_writes.h"
#include "storage/sql_text.h"

namespace huabiao::storage {
namespace {

using registry::Declaration;
using registry::kForever;
using registry::Organisation;
using registry::Site;
using registry::SiteTarget;
using registry::Versioned;

void add_once(std::vector<registry::DeclaredName>& names, const registry::DeclaredName& name) {
  const bool known = std::any_of(names.begin(), names.end(), [&](const registry::DeclaredName& other) {
    return other.ascii == name.ascii && other.port == name.port;
  });
  if (!known && !name.ascii.empty()) names.push_back(name);
}

SiteTarget target_of(Connection& connection, const Site& site, TimePoint now) {
  SiteTarget target{.site = site};
  std::vector<registry::DeclaredName> chinese;
  Statement rows = connection.prepare(RowsOf<Declaration>::select() +
                                      " WHERE v.site = ?1 AND v.recorded_to = ?2 AND v.valid_from <= ?3 AND "
                                      "v.valid_to > ?3 ORDER BY v.id");
  rows.bind(1, site.id).bind(2, kForever).bind(3, now);
  while (rows.step()) {
    const Declaration declaration = RowsOf<Declaration>::read(connection, rows).value;
    for (const auto& name : declaration.ascii_names) add_once(target.names, name);
    chinese.insert(chinese.end(), declaration.chinese_names.begin(), declaration.chinese_names.end());
    if (declaration.mark_hung) target.mark_hung = target.mark_hung.value_or(false) || *declaration.mark_hung;
    const auto unit = current<Organisation>(connection, declaration.organisation.value, now);
    if (unit && std::find(target.organisations.begin(), target.organisations.end(), unit->value.name) ==
                    target.organisations.end())
      target.organisations.push_back(unit->value.name);
  }
  for (const auto& name : chinese) add_once(target.names, name);
  if (!target.organisations.empty()) target.organisation = target.organisations.front();
  return target;
}

// For lower(...) LIKE ... ESCAPE '\'.
std::string like_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return pattern + "%";
}

}  // namespace

Result<std::vector<SiteTarget>> RegisterStore::targets(registry::SiteId after, std::size_t limit) {
  return at_rim([&] {
    Database::Reader reader(database_);
    const TimePoint now = this->now(*reader);
    std::vector<SiteTarget> targets;
    Statement rows =
        reader->prepare(RowsOf<Site>::select() +
                        " WHERE v.id > ?1 AND v.recorded_to = ?2 AND v.valid_from <= ?3 AND v.valid_to > ?3 "
                        "AND v.life NOT IN (3, 4) ORDER BY v.id LIMIT ?4");
    rows.bind(1, after).bind(2, kForever).bind(3, now).bind(4, static_cast<std::int64_t>(limit));
    while (rows.step()) targets.push_back(target_of(*reader, RowsOf<Site>::read(*reader, rows).value, now));
    return targets;
  });
}

Result<std::optional<SiteTarget>> RegisterStore::target(registry::SiteId id) {
  return at_rim([&]() -> std::optional<SiteTarget> {
    Database::Reader reader(database_);
    const TimePoint now = this->now(*reader);
    const auto site = current<Site>(*reader, id.value, now);
    if (!site) return std::nullopt;
    return target_of(*reader, site->value, now);
  });
}

Result<std::vector<registry::KnownSite>> RegisterStore::sites_on_host(std::string_view host) {
  return at_rim([&] {
    Database::Reader reader(database_);
    return known_on_host(*reader, host, now(*reader));
  });
}

Result<registry::Page<Versioned<Organisation>>> RegisterStore::organisations(const registry::OrganisationQuery& query) {
  return at_rim([&] {
    Database::Reader reader(database_);
    const Cursor cursor = Cursor::read(query.cursor, "organisation.name", "registry.bad_cursor");
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, registry::kMaxPageRows);
    const std::int64_t now = to_millis(this->now(*reader));
    SqlText where;
    where.add(" WHERE v.recorded_to = 253402300799999 AND v.valid_from <= ?", now).add(" AND v.valid_to > ?", now);
    if (!query.text.empty()) {
      const std::string pattern = like_pattern(query.text);
      where.add(" AND (lower(v.name) LIKE ? ESCAPE '\\'", pattern);
      where.add(" OR lower(v.credit_code) LIKE ? ESCAPE '\\')", pattern);
    }
    if (!query.region.empty()) {
      const std::string_view prefix = registry::region_prefix(query.region);
      where.add(" AND substr(v.region, 1, ").add(std::to_string(prefix.size())).add(") = ?", prefix);
    }
    add_unit_reach(where, query.reach, this->now(*reader));
    registry::Page<Versioned<Organisation>> page;
    {
      SqlText sql;
      sql.add("SELECT count(*) FROM organisation_version v").add(where);
      Statement count = reader->prepare(sql.text());
      sql.bind(count);
      if (count.step()) page.total = count.integer(0);
    }
    SqlText sql;
    sql.add(RowsOf<Organisation>::select()).add(where);
    sql.add(" AND (v.name, v.id) > (?", cursor.value).add(", ?)", cursor.id);
    sql.add(" ORDER BY v.name, v.id LIMIT ?", static_cast<std::int64_t>(limit + 1));
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) page.rows.push_back(RowsOf<Organisation>::read(*reader, rows));
    if (page.rows.size() > limit) {
      page.rows.pop_back();
      page.next = Cursor{page.rows.back().value.name, page.rows.back().value.id.value}.write("organisation.name");
    }
    return page;
  });
}

}  // namespace huabiao::storage
