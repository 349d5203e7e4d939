#include "storage/register_rows.h"

#include "storage/text_list.h"

namespace huabiao::storage {

using registry::Contact;
using registry::Declaration;
using registry::DeclaredName;
using registry::DomainKind;
using registry::Organisation;
using registry::Site;
using registry::Versioned;

namespace {

std::string select_of(std::string_view name, std::string_view columns) {
  std::string sql = "SELECT ";
  sql += kVersionColumns;
  sql += ", ";
  sql += columns;
  sql += " FROM ";
  sql += name;
  sql += "_version v";
  return sql;
}

std::string insert_of(std::string_view name, std::string_view own_columns, int own_count) {
  std::string sql = "INSERT INTO ";
  sql += name;
  sql += "_version(id, valid_from, valid_to, recorded_from, recorded_to, author, import, ";
  sql += own_columns;
  sql += ") VALUES(?";
  for (int i = 1; i < 7 + own_count; ++i) sql += ", ?";
  return sql + ")";
}

template <class T>
Versioned<T> frame(const Statement& row) {
  Versioned<T> version;
  version.value.id.value = row.integer(1);
  version.effective = {row.time(2), row.time(3)};
  version.recorded = {row.time(4), row.time(5)};
  version.by = row.text(6);
  version.closed_by = row.text(7);
  version.import.value = row.integer(8);
  return version;
}

}  // namespace

std::string RowsOf<Organisation>::select() {
  return select_of(kName, kColumns);
}
std::string RowsOf<Organisation>::insert() {
  return insert_of(kName, "name, name_key, kind, superior, sector, credit_code, region", 7);
}
void RowsOf<Organisation>::bind(Statement& row, int index, const Organisation& value) {
  row.bind(index, value.name).bind(index + 1, registry::identity_key(value.name));
  row.bind(index + 2, static_cast<std::int64_t>(value.kind)).bind_or_null(index + 3, value.superior);
  row.bind(index + 4, value.sector).bind(index + 5, value.credit_code).bind(index + 6, value.region);
}
Versioned<Organisation> RowsOf<Organisation>::read_alone(const Statement& row) {
  auto version = frame<Organisation>(row);
  Organisation& o = version.value;
  o.name = row.text(kFirstOwnColumn);
  o.kind = static_cast<registry::OrganisationKind>(row.integer(kFirstOwnColumn + 1));
  o.superior.value = row.integer(kFirstOwnColumn + 2);
  o.sector = row.text(kFirstOwnColumn + 3);
  o.credit_code = row.text(kFirstOwnColumn + 4);
  o.region = row.text(kFirstOwnColumn + 5);
  return version;
}

std::string RowsOf<Site>::select() {
  return select_of(kName, kColumns);
}
std::string RowsOf<Site>::insert() {
  return insert_of(kName, "name, name_key, life, region, site_code, icp, police, remark", 8);
}
void RowsOf<Site>::bind(Statement& row, int index, const Site& value) {
  row.bind(index, value.name).bind(index + 1, registry::identity_key(value.name));
  row.bind(index + 2, static_cast<std::int64_t>(value.life)).bind(index + 3, value.region);
  row.bind(index + 4, value.site_code).bind(index + 5, value.icp).bind(index + 6, value.police);
  row.bind(index + 7, value.remark);
}
Versioned<Site> RowsOf<Site>::read_alone(const Statement& row) {
  auto version = frame<Site>(row);
  Site& s = version.value;
  s.name = row.text(kFirstOwnColumn);
  s.life = static_cast<registry::SiteLife>(row.integer(kFirstOwnColumn + 1));
  s.region = row.text(kFirstOwnColumn + 2);
  s.site_code = row.text(kFirstOwnColumn + 3);
  s.icp = row.text(kFirstOwnColumn + 4);
  s.police = row.text(kFirstOwnColumn + 5);
  s.remark = row.text(kFirstOwnColumn + 6);
  return version;
}

std::string RowsOf<Declaration>::select() {
  return select_of(kName, kColumns);
}
std::string RowsOf<Declaration>::insert() {
  return insert_of(kName, "organisation, site, department, mark_hung, contact, phones, remark", 7);
}
void RowsOf<Declaration>::bind(Statement& row, int index, const Declaration& value) {
  row.bind(index, value.organisation).bind_or_null(index + 1, value.site).bind(index + 2, value.department);
  if (value.mark_hung)
    row.bind(index + 3, std::int64_t{*value.mark_hung});
  else
    row.bind_null(index + 3);
  row.bind(index + 4, value.contact).bind(index + 5, join_list(value.phones)).bind(index + 6, value.remark);
}
void RowsOf<Declaration>::after_insert(Connection& connection, std::int64_t version, const Declaration& value) {
  std::int64_t position = 0;
  const auto put = [&](const std::vector<DeclaredName>& names, DomainKind kind) {
    for (const DeclaredName& name : names) {
      const std::int64_t domain = domain_id(connection, name.ascii, name.unicode);
      connection
          .prepare("INSERT INTO declaration_name(version, position, domain, kind, port) VALUES(?1, ?2, ?3, ?4, ?5)")
          .bind(1, version)
          .bind(2, position++)
          .bind(3, domain)
          .bind(4, static_cast<std::int64_t>(kind))
          .bind(5, std::int64_t{name.port})
          .run();
    }
  };
  put(value.ascii_names, DomainKind::Ascii);
  put(value.chinese_names, DomainKind::Chinese);
}
Versioned<Declaration> RowsOf<Declaration>::read(Connection& connection, const Statement& row) {
  auto version = read_alone(row);
  read_names(connection, row.integer(0), version.value);
  return version;
}
Versioned<Declaration> RowsOf<Declaration>::read_alone(const Statement& row) {
  auto version = frame<Declaration>(row);
  Declaration& d = version.value;
  d.organisation.value = row.integer(kFirstOwnColumn);
  d.site.value = row.integer(kFirstOwnColumn + 1);
  d.department = row.text(kFirstOwnColumn + 2);
  if (!row.null(kFirstOwnColumn + 3)) d.mark_hung = row.integer(kFirstOwnColumn + 3) != 0;
  d.contact = row.text(kFirstOwnColumn + 4);
  d.phones = split_list(row.text(kFirstOwnColumn + 5));
  d.remark = row.text(kFirstOwnColumn + 6);
  return version;
}

std::string RowsOf<Contact>::select() {
  return select_of(kName, kColumns);
}
std::string RowsOf<Contact>::insert() {
  return insert_of(kName, "organisation, site, name, duty, phones, mail", 6);
}
void RowsOf<Contact>::bind(Statement& row, int index, const Contact& value) {
  row.bind(index, value.organisation).bind_or_null(index + 1, value.site).bind(index + 2, value.name);
  row.bind(index + 3, value.duty).bind(index + 4, join_list(value.phones)).bind(index + 5, value.mail);
}
Versioned<Contact> RowsOf<Contact>::read_alone(const Statement& row) {
  auto version = frame<Contact>(row);
  Contact& c = version.value;
  c.organisation.value = row.integer(kFirstOwnColumn);
  c.site.value = row.integer(kFirstOwnColumn + 1);
  c.name = row.text(kFirstOwnColumn + 2);
  c.duty = row.text(kFirstOwnColumn + 3);
  c.phones = split_list(row.text(kFirstOwnColumn + 4));
  c.mail = row.text(kFirstOwnColumn + 5);
  return version;
}

std::int64_t domain_id(Connection& connection, std::string_view ascii, std::string_view unicode) {
  {
    Statement known = connection.prepare("SELECT id FROM domain WHERE ascii = ?1 AND unicode = ?2");
    known.bind(1, ascii).bind(2, unicode);
    if (known.step()) return known.integer(0);
  }
  connection.prepare("INSERT INTO domain(ascii, unicode) VALUES(?1, ?2)").bind(1, ascii).bind(2, unicode).run();
  return connection.last_id();
}

void read_names(Connection& connection, std::int64_t version, Declaration& into) {
  Statement names = connection.prepare(
      "SELECT d.ascii, d.unicode, n.port, n.kind FROM declaration_name n JOIN domain d ON d.id = n.domain "
      "WHERE n.version = ?1 ORDER BY n.position");
  names.bind(1, version);
  while (names.step()) {
    auto& list =
        names.integer(3) == static_cast<std::int64_t>(DomainKind::Ascii) ? into.ascii_names : into.chinese_names;
    list.push_back({names.text(0), names.text(1), static_cast<std::uint16_t>(names.integer(2))});
  }
}

}  // namespace huabiao::storage
