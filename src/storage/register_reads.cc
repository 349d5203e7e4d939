// The reading half of RegisterStore, through SOCI.
#include <algorithm>
#include <map>
#include <soci/soci.h>

#include "registry/history.h"
#include "storage/register_rows.h"
#include "storage/register_store.h"
#include "storage/register_writes.h"
#include "storage/text_list.h"

namespace huabiao::storage {
namespace {

using registry::AsOf;
using registry::Contact;
using registry::Declaration;
using registry::Organisation;
using registry::Site;
using registry::Versioned;

// The columns every version has, where SOCI writes them.
struct Frame {
  long long row = 0, id = 0, valid_from = 0, valid_to = 0, recorded_from = 0, recorded_to = 0, import = 0;
  std::string by, closed_by;
  soci::indicator import_there = soci::i_null;

  template <class T>
  void into(Versioned<T>& version) const {
    version.value.id.value = id;
    version.effective = {from_millis(valid_from), from_millis(valid_to)};
    version.recorded = {from_millis(recorded_from), from_millis(recorded_to)};
    version.by = by;
    version.closed_by = closed_by;
    version.import.value = import_there == soci::i_ok ? import : 0;
  }
};

// A noun's own columns, bound for SOCI in the order of RowsOf<T>::kColumns.
template <class T>
struct Own;

template <>
struct Own<Organisation> {
  std::string name, sector, credit_code, region;
  long long kind = 0, superior = 0;
  soci::indicator superior_there = soci::i_null;
  void bind(soci::statement& s) {
    s.exchange(soci::into(name));
    s.exchange(soci::into(kind));
    s.exchange(soci::into(superior, superior_there));
    s.exchange(soci::into(sector));
    s.exchange(soci::into(credit_code));
    s.exchange(soci::into(region));
  }
  void into(Organisation& o) const {
    o.name = name;
    o.kind = static_cast<registry::OrganisationKind>(kind);
    o.superior.value = superior_there == soci::i_ok ? superior : 0;
    o.sector = sector;
    o.credit_code = credit_code;
    o.region = region;
  }
};

template <>
struct Own<Site> {
  std::string name, region, site_code, icp, police, remark;
  long long life = 0;
  void bind(soci::statement& s) {
    s.exchange(soci::into(name));
    s.exchange(soci::into(life));
    for (std::string* text : {&region, &site_code, &icp, &police, &remark}) s.exchange(soci::into(*text));
  }
  void into(Site& to) const {
    to.name = name;
    to.life = static_cast<registry::SiteLife>(life);
    to.region = region;
    to.site_code = site_code;
    to.icp = icp;
    to.police = police;
    to.remark = remark;
  }
};

template <>
struct Own<Declaration> {
  std::string department, contact, phones, remark;
  long long organisation = 0, site = 0, mark = 0;
  soci::indicator site_there = soci::i_null, mark_there = soci::i_null;
  void bind(soci::statement& s) {
    s.exchange(soci::into(organisation));
    s.exchange(soci::into(site, site_there));
    s.exchange(soci::into(department));
    s.exchange(soci::into(mark, mark_there));
    for (std::string* text : {&contact, &phones, &remark}) s.exchange(soci::into(*text));
  }
  void into(Declaration& d) const {
    d.organisation.value = organisation;
    d.site.value = site_there == soci::i_ok ? site : 0;
    d.department = department;
    d.mark_hung.reset();
    if (mark_there == soci::i_ok) d.mark_hung = mark != 0;
    d.contact = contact;
    d.phones = split_list(phones);
    d.remark = remark;
  }
};

template <>
struct Own<Contact> {
  std::string name, duty, phones, mail;
  long long organisation = 0, site = 0;
  soci::indicator site_there = soci::i_null;
  void bind(soci::statement& s) {
    s.exchange(soci::into(organisation));
    s.exchange(soci::into(site, site_there));
    for (std::string* text : {&name, &duty, &phones, &mail}) s.exchange(soci::into(*text));
  }
  void into(Contact& c) const {
    c.organisation.value = organisation;
    c.site.value = site_there == soci::i_ok ? site : 0;
    c.name = name;
    c.duty = duty;
    c.phones = split_list(phones);
    c.mail = mail;
  }
};

void add_name(Declaration& declaration, const std::string& ascii, const std::string& unicode, long long port,
              long long kind) {
  auto& names = kind == 0 ? declaration.ascii_names : declaration.chinese_names;
  names.push_back({ascii, unicode, static_cast<std::uint16_t>(port)});
}

// The names of all versions `where` selects, in one query beside the versions' own.
void fill_names(soci::session& sql, const std::string& where, const std::vector<long long>& numbers,
                const std::map<long long, Declaration*>& by_row) {
  long long row = 0, port = 0, kind = 0;
  std::string ascii, unicode;
  soci::statement names(sql);
  for (auto* number : {&row, &port, &kind}) names.exchange(soci::into(*number));
  for (auto* text : {&ascii, &unicode}) names.exchange(soci::into(*text));
  std::vector<long long> held = numbers;
  for (long long& value : held) names.exchange(soci::use(value));
  names.alloc();
  names.prepare(
      "SELECT v.row, n.port, n.kind, d.ascii, d.unicode FROM declaration_version v "
      "JOIN declaration_name n ON n.version = v.row JOIN domain d ON d.id = n.domain" +
      where + " ORDER BY v.row, n.position");
  names.define_and_bind();
  names.execute();
  while (names.fetch())
    if (const auto found = by_row.find(row); found != by_row.end())
      add_name(*found->second, ascii, unicode, port, kind);
}

// Versions of T that `where` selects, its `:n` filled with `numbers` in order.
template <class T>
std::vector<Versioned<T>> select(soci::session& sql, const std::string& where, const std::vector<long long>& numbers,
                                 const std::string& order = " ORDER BY v.id") {
  Frame frame;
  Own<T> own;
  soci::statement rows(sql);
  for (auto* number :
       {&frame.row, &frame.id, &frame.valid_from, &frame.valid_to, &frame.recorded_from, &frame.recorded_to})
    rows.exchange(soci::into(*number));
  rows.exchange(soci::into(frame.by));
  rows.exchange(soci::into(frame.closed_by));
  rows.exchange(soci::into(frame.import, frame.import_there));
  own.bind(rows);
  std::vector<long long> held = numbers;
  for (long long& value : held) rows.exchange(soci::use(value));
  rows.alloc();
  rows.prepare(RowsOf<T>::select() + where + order);
  rows.define_and_bind();
  rows.execute();
  std::vector<Versioned<T>> versions;
  std::vector<long long> numbers_of_rows;
  while (rows.fetch()) {
    Versioned<T>& version = versions.emplace_back();
    frame.into(version);
    own.into(version.value);
    numbers_of_rows.push_back(frame.row);
  }
  if constexpr (std::is_same_v<T, Declaration>) {
    std::map<long long, Declaration*> by_row;
    for (std::size_t i = 0; i < versions.size(); ++i) by_row[numbers_of_rows[i]] = &versions[i].value;
    if (!by_row.empty()) fill_names(sql, where, numbers, by_row);
  }
  return versions;
}

const std::string kAsOf =
    " WHERE v.valid_from <= :e1 AND v.valid_to > :e2 AND v.recorded_from <= :r1 AND v.recorded_to > :r2";

std::vector<long long> as_numbers(const AsOf& as_of, std::initializer_list<long long> more = {}) {
  const long long effective = to_millis(as_of.effective), recorded = to_millis(as_of.recorded);
  std::vector<long long> numbers = {effective, effective, recorded, recorded};
  numbers.insert(numbers.end(), more.begin(), more.end());
  return numbers;
}

template <class T, class Id>
Result<std::optional<Versioned<T>>> one(Database& database, Id id, const AsOf& as_of) {
  return at_rim([&]() -> std::optional<Versioned<T>> {
    Database::Session session(database);
    auto found = select<T>(*session, kAsOf + " AND v.id = :id", as_numbers(as_of, {id.value}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

template <class T>
Result<std::vector<Versioned<T>>> all(Database& database, const AsOf& as_of, const std::string& also = {},
                                      std::initializer_list<long long> more = {}) {
  return at_rim([&] {
    Database::Session session(database);
    return select<T>(*session, kAsOf + also, as_numbers(as_of, more));
  });
}

template <class T, class Id>
Result<std::vector<registry::Change>> history_of(Database& database, Id id) {
  return at_rim([&] {
    Database::Session session(database);
    return registry::changes_of(select<T>(*session, " WHERE v.id = :id", {id.value}));
  });
}

}  // namespace

Result<std::vector<registry::Region>> RegisterStore::regions() {
  return at_rim([&] {
    Database::Session session(database_);
    std::vector<registry::Region> regions;
    registry::Region region;
    soci::statement rows = ((*session).prepare << "SELECT code, name, parent FROM region ORDER BY code",
                            soci::into(region.code), soci::into(region.name), soci::into(region.parent));
    rows.execute();
    while (rows.fetch()) regions.push_back(region);
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
  return all<Declaration>(database_, as_of, " AND v.site = :site", {site.value});
}
Result<std::vector<Versioned<Declaration>>> RegisterStore::declarations_of(registry::OrganisationId unit,
                                                                           const AsOf& as_of) {
  return all<Declaration>(database_, as_of, " AND v.organisation = :unit", {unit.value});
}
Result<std::vector<Versioned<Contact>>> RegisterStore::contacts_of(registry::OrganisationId unit, const AsOf& as_of) {
  return all<Contact>(database_, as_of, " AND v.organisation = :unit", {unit.value});
}
Result<std::vector<Versioned<Contact>>> RegisterStore::contacts_of(registry::SiteId site, const AsOf& as_of) {
  return all<Contact>(database_, as_of, " AND v.site = :site", {site.value});
}

Result<std::vector<registry::Domain>> RegisterStore::domains_of(registry::SiteId site, const AsOf& as_of) {
  return at_rim([&] {
    Database::Session session(database_);
    std::vector<registry::Domain> domains;
    std::vector<long long> numbers = as_numbers(as_of, {site.value});
    long long id = 0, kind = 0;
    registry::Domain domain;
    soci::statement rows(*session);
    for (auto* number : {&id, &kind}) rows.exchange(soci::into(*number));
    for (auto* text : {&domain.ascii, &domain.unicode}) rows.exchange(soci::into(*text));
    for (long long& value : numbers) rows.exchange(soci::use(value));
    rows.alloc();
    rows.prepare(
        "SELECT d.id, min(n.kind), d.ascii, d.unicode FROM declaration_version v "
        "JOIN declaration_name n ON n.version = v.row JOIN domain d ON d.id = n.domain" +
        kAsOf + " AND v.site = :site GROUP BY d.id ORDER BY 2, d.ascii");
    rows.define_and_bind();
    rows.execute();
    while (rows.fetch()) {
      domain.id.value = id;
      domain.kind = kind == 0 ? registry::DomainKind::Ascii : registry::DomainKind::Chinese;
      domains.push_back(domain);
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
    Database::Session session(database_);
    std::vector<registry::Import> imports;
    registry::Import import;
    long long id = 0, at = 0, rows_read = 0, organisations = 0, sites = 0, declarations = 0;
    soci::statement rows =
        ((*session).prepare << "SELECT id, file, sha256, form, author, at, rows, organisations, sites, declarations "
                               "FROM import ORDER BY id DESC",
         soci::into(id), soci::into(import.file), soci::into(import.sha256), soci::into(import.form),
         soci::into(import.by), soci::into(at), soci::into(rows_read), soci::into(organisations), soci::into(sites),
         soci::into(declarations));
    rows.execute();
    while (rows.fetch()) {
      import.id.value = id;
      import.at = from_millis(at);
      import.rows = rows_read;
      import.organisations = organisations;
      import.sites = sites;
      import.declarations = declarations;
      imports.push_back(import);
    }
    return imports;
  });
}

}  // namespace huabiao::storage
