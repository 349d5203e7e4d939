// The reading half of RegisterStore.
#include <map>

#include "registry/history.h"
#include "storage/register_rows.h"
#include "storage/register_store.h"

namespace huabiao::storage {
namespace {

using registry::AsOf;
using registry::Contact;
using registry::Declaration;
using registry::Organisation;
using registry::Site;
using registry::Versioned;

void bind_all(Statement& statement, const std::vector<std::int64_t>& numbers) {
  int index = 0;
  for (const std::int64_t number : numbers) statement.bind(++index, number);
}

// The names of all versions `where` selects, in one query beside the versions' own.
void fill_names(Connection& connection, const std::string& where, const std::vector<std::int64_t>& numbers,
                const std::map<std::int64_t, Declaration*>& by_row) {
  Statement names = connection.prepare(
      "SELECT v.row, n.port, n.kind, d.ascii, d.unicode FROM declaration_version v "
      "JOIN declaration_name n ON n.version = v.row JOIN domain d ON d.id = n.domain" +
      where + " ORDER BY v.row, n.position");
  bind_all(names, numbers);
  while (names.step()) {
    const auto found = by_row.find(names.integer(0));
    if (found == by_row.end()) continue;
    auto& list = names.integer(2) == 0 ? found->second->ascii_names : found->second->chinese_names;
    list.push_back({names.text(3), names.text(4), static_cast<std::uint16_t>(names.integer(1))});
  }
}

// Versions of T that `where` selects, its `?n` filled with `numbers` in order.
template <class T>
std::vector<Versioned<T>> select(Connection& connection, const std::string& where,
                                 const std::vector<std::int64_t>& numbers) {
  std::vector<Versioned<T>> versions;
  std::vector<std::int64_t> rows;
  {
    Statement found = connection.prepare(RowsOf<T>::select() + where + " ORDER BY v.id");
    bind_all(found, numbers);
    while (found.step()) {
      versions.push_back(RowsOf<T>::read_alone(found));
      rows.push_back(found.integer(0));
    }
  }
  if constexpr (std::is_same_v<T, Declaration>) {
    std::map<std::int64_t, Declaration*> by_row;
    for (std::size_t i = 0; i < versions.size(); ++i) by_row[rows[i]] = &versions[i].value;
    if (!by_row.empty()) fill_names(connection, where, numbers, by_row);
  }
  return versions;
}

const std::string kAsOf =
    " WHERE v.valid_from <= ?1 AND v.valid_to > ?1 AND v.recorded_from <= ?2 AND v.recorded_to > ?2";

std::vector<std::int64_t> as_numbers(const AsOf& as_of, std::initializer_list<std::int64_t> more = {}) {
  std::vector<std::int64_t> numbers = {to_millis(as_of.effective), to_millis(as_of.recorded)};
  numbers.insert(numbers.end(), more.begin(), more.end());
  return numbers;
}

template <class T, class Id>
Result<std::optional<Versioned<T>>> one(Database& database, Id id, const AsOf& as_of) {
  return at_rim([&]() -> std::optional<Versioned<T>> {
    Database::Reader reader(database);
    auto found = select<T>(*reader, kAsOf + " AND v.id = ?3", as_numbers(as_of, {id.value}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

template <class T>
Result<std::vector<Versioned<T>>> all(Database& database, const AsOf& as_of, const std::string& also = {},
                                      std::initializer_list<std::int64_t> more = {}) {
  return at_rim([&] {
    Database::Reader reader(database);
    return select<T>(*reader, kAsOf + also, as_numbers(as_of, more));
  });
}

template <class T, class Id>
Result<std::vector<registry::Change>> history_of(Database& database, Id id) {
  return at_rim([&] {
    Database::Reader reader(database);
    return registry::changes_of(select<T>(*reader, " WHERE v.id = ?1", {id.value}));
  });
}

}  // namespace

Result<std::vector<registry::Region>> RegisterStore::regions() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<registry::Region> regions;
    Statement rows = reader->prepare("SELECT code, name, parent FROM region ORDER BY code");
    while (rows.step()) regions.push_back({rows.text(0), rows.text(1), rows.text(2)});
    return regions;
  });
}

Result<std::optional<Versioned<Organisation>>> RegisterStore::organisation(registry::OrganisationId id,
                                                                           const AsOf& as_of) {
  return one<Organisation>(database_, id, as_of);
}
Result<std::optional<Versioned<Site>>> RegisterStore::site(registry::SiteId id, const AsOf& as_of) {
  return one<Site>(database_, id, as_of);
}
Result<std::optional<Versioned<Declaration>>> RegisterStore::declaration(registry::DeclarationId id,
                                                                         const AsOf& as_of) {
  return one<Declaration>(database_, id, as_of);
}
Result<std::optional<Versioned<Contact>>> RegisterStore::contact(registry::ContactId id, const AsOf& as_of) {
  return one<Contact>(database_, id, as_of);
}
Result<std::vector<Versioned<Organisation>>> RegisterStore::organisations(const AsOf& as_of) {
  return all<Organisation>(database_, as_of);
}
Result<std::vector<Versioned<Site>>> RegisterStore::sites(const AsOf& as_of) {
  return all<Site>(database_, as_of);
}
Result<std::vector<Versioned<Declaration>>> RegisterStore::declarations(const AsOf& as_of) {
  return all<Declaration>(database_, as_of);
}
Result<std::vector<Versioned<Declaration>>> RegisterStore::declarations_of(registry::SiteId site, const AsOf& as_of) {
  return all<Declaration>(database_, as_of, " AND v.site = ?3", {site.value});
}
Result<std::vector<Versioned<Declaration>>> RegisterStore::declarations_of(registry::OrganisationId unit,
                                                                           const AsOf& as_of) {
  return all<Declaration>(database_, as_of, " AND v.organisation = ?3", {unit.value});
}
Result<std::vector<Versioned<Contact>>> RegisterStore::contacts_of(registry::OrganisationId unit, const AsOf& as_of) {
  return all<Contact>(database_, as_of, " AND v.organisation = ?3", {unit.value});
}
Result<std::vector<Versioned<Contact>>> RegisterStore::contacts_of(registry::SiteId site, const AsOf& as_of) {
  return all<Contact>(database_, as_of, " AND v.site = ?3", {site.value});
}

Result<std::vector<registry::Domain>> RegisterStore::domains_of(registry::SiteId site, const AsOf& as_of) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<registry::Domain> domains;
    Statement rows = reader->prepare(
        "SELECT d.id, min(n.kind), d.ascii, d.unicode FROM declaration_version v "
        "JOIN declaration_name n ON n.version = v.row JOIN domain d ON d.id = n.domain" +
        kAsOf + " AND v.site = ?3 GROUP BY d.id ORDER BY 2, d.ascii");
    bind_all(rows, as_numbers(as_of, {site.value}));
    while (rows.step()) {
      registry::Domain& domain = domains.emplace_back();
      domain.id.value = rows.integer(0);
      domain.kind = rows.integer(1) == 0 ? registry::DomainKind::Ascii : registry::DomainKind::Chinese;
      domain.ascii = rows.text(2);
      domain.unicode = rows.text(3);
    }
    return domains;
  });
}

Result<std::vector<registry::Change>> RegisterStore::history(registry::OrganisationId id) {
  return history_of<Organisation>(database_, id);
}
Result<std::vector<registry::Change>> RegisterStore::history(registry::SiteId id) {
  return history_of<Site>(database_, id);
}
Result<std::vector<registry::Change>> RegisterStore::history(registry::DeclarationId id) {
  return history_of<Declaration>(database_, id);
}
Result<std::vector<registry::Change>> RegisterStore::history(registry::ContactId id) {
  return history_of<Contact>(database_, id);
}

Result<std::vector<registry::Import>> RegisterStore::imports() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<registry::Import> imports;
    Statement rows = reader->prepare(
        "SELECT id, file, sha256, form, author, at, rows, organisations, sites, declarations FROM import "
        "ORDER BY id DESC");
    while (rows.step()) {
      registry::Import& import = imports.emplace_back();
      import.id.value = rows.integer(0);
      import.file = rows.text(1);
      import.sha256 = rows.text(2);
      import.form = rows.text(3);
      import.by = rows.text(4);
      import.at = rows.time(5);
      import.rows = rows.integer(6);
      import.organisations = rows.integer(7);
      import.sites = rows.integer(8);
      import.declarations = rows.integer(9);
    }
    return imports;
  });
}

}  // namespace huabiao::storage
