#include "storage/register_writes.h"

#include <algorithm>

#include "storage/register_rows.h"
#include "storage/site_summary.h"

namespace huabiao::storage {
namespace {

using registry::Contact;
using registry::Declaration;
using registry::Edit;
using registry::kForever;
using registry::KnownSite;
using registry::Organisation;
using registry::Site;
using registry::Span;

template <class T>
[[noreturn]] void no_such(std::int64_t id) {
  throw Failure({Kind::NotFound, "registry.no_such_" + std::string(RowsOf<T>::kName), std::to_string(id), {}});
}

void require_name(const std::string& name) {
  if (name.empty()) throw Failure({Kind::Invalid, "registry.no_name", {}, {}});
}

bool any(Connection& connection, std::string_view sql, std::int64_t id, TimePoint now) {
  Statement row = connection.prepare(sql);
  row.bind(1, id).bind(2, kForever).bind(3, now);
  return row.step();
}

constexpr std::string_view kCurrent = "v.recorded_to = ?2 AND v.valid_from <= ?3 AND v.valid_to > ?3";

KnownSite known_site(Connection& connection, const Site& site, TimePoint now) {
  KnownSite known{.id = site.id, .name = site.name};
  Statement rows =
      connection.prepare(RowsOf<Declaration>::select() + " WHERE v.site = ?1 AND " + std::string(kCurrent));
  rows.bind(1, site.id).bind(2, kForever).bind(3, now);
  while (rows.step()) {
    const Declaration declaration = RowsOf<Declaration>::read(connection, rows).value;
    if (!declaration.department.empty()) known.departments.push_back(declaration.department);
    for (const auto& name : declaration.ascii_names) known.hosts.push_back(name.ascii);
  }
  for (auto* list : {&known.departments, &known.hosts}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return known;
}

}  // namespace

std::vector<KnownSite> known_on_host(Connection& connection, std::string_view host, TimePoint now) {
  std::set<std::int64_t> ids;
  {
    Statement rows = connection.prepare(
        "SELECT v.site FROM domain d JOIN declaration_name n ON n.domain = d.id AND n.kind = 0 "
        "JOIN declaration_version v ON v.row = n.version "
        "WHERE d.ascii = ?1 AND v.site IS NOT NULL AND v.recorded_to = ?2 AND v.valid_from <= ?3 AND v.valid_to > ?3");
    rows.bind(1, host).bind(2, kForever).bind(3, now);
    while (rows.step()) ids.insert(rows.integer(0));
  }
  std::vector<KnownSite> sites;
  for (const std::int64_t id : ids)
    if (const auto site = current<Site>(connection, id, now)) sites.push_back(known_site(connection, site->value, now));
  return sites;
}

std::vector<KnownSite> known_named(Connection& connection, std::string_view name_key, TimePoint now) {
  std::vector<KnownSite> sites;
  Statement rows = connection.prepare(RowsOf<Site>::select() + " WHERE v.name_key = ?1 AND " +
                                      "v.recorded_to = 253402300799999 AND v.valid_from <= ?2 AND v.valid_to > ?2");
  rows.bind(1, name_key).bind(2, now);
  while (rows.step()) sites.push_back(known_site(connection, RowsOf<Site>::read(connection, rows).value, now));
  return sites;
}

Span RegisterWrites::span_of(const Edit& edit) const {
  Span span = edit.effective;
  if (span.from == registry::kBeginning) span.from = now_;
  if (span.empty())
    throw Failure({Kind::Invalid, "registry.bad_span", to_iso(span.from) + " .. " + to_iso(span.to), {}});
  return span;
}

template <class T>
void RegisterWrites::require(std::int64_t id) {
  if (believed<T>(connection_, id).empty()) no_such<T>(id);
}

template <class T>
std::pair<std::int64_t, Written> RegisterWrites::put(const T& value, const Edit& edit) {
  const Span span = span_of(edit);
  T stored = value;
  if (!value.id) {
    stored.id.value = new_id<T>(connection_);
    write_first<T>(connection_, stored.id.value, stored, span, {edit.by, edit.import, now_});
    return {stored.id.value, Written::Yes};
  }
  const VersionsOf<T> versions = believed<T>(connection_, stored.id.value);
  if (versions.empty()) no_such<T>(stored.id.value);
  if (edit.seen) {
    const bool same = std::any_of(versions.begin(), versions.end(),
                                  [&](const auto& entry) { return entry.second.recorded.from == *edit.seen; });
    if (!same) throw Failure({Kind::Conflict, "registry.changed_meanwhile", std::to_string(stored.id.value), {}});
  }
  const Written written =
      write<T>(connection_, stored.id.value, std::optional<T>(stored), span, {edit.by, edit.import, now_});
  return {stored.id.value, written};
}

template <class T>
void RegisterWrites::take_away(std::int64_t id, const Edit& edit) {
  if (believed<T>(connection_, id).empty()) no_such<T>(id);
  write<T>(connection_, id, std::optional<T>(), span_of(edit), {edit.by, edit.import, now_});
}

void RegisterWrites::touch_sites_of(std::int64_t organisation) {
  Statement rows = connection_.prepare("SELECT site FROM site_unit WHERE organisation = ?1");
  rows.bind(1, organisation);
  while (rows.step()) touched_.insert(rows.integer(0));
}

std::int64_t RegisterWrites::save(const Organisation& organisation, const Edit& edit) {
  require_name(organisation.name);
  if (organisation.superior) require<Organisation>(organisation.superior.value);
  const auto [id, written] = put(organisation, edit);
  if (!organisation.id) ++counts_.organisations;
  if (organisation.id && written == Written::Yes) touch_sites_of(id);
  return id;
}

std::int64_t RegisterWrites::save(const Site& site, const Edit& edit) {
  require_name(site.name);
  const auto [id, written] = put(site, edit);
  if (!site.id) ++counts_.sites;
  if (written == Written::Yes) touched_.insert(id);
  return id;
}

void RegisterWrites::refuse_taken_names(const Declaration& declaration) {
  for (const auto& name : declaration.ascii_names)
    for (const KnownSite& other : known_on_host(connection_, name.ascii, now_))
      if (other.id != declaration.site)
        throw Failure({Kind::Conflict, "registry.domain_taken", name.ascii, other.name});
}

std::int64_t RegisterWrites::save(const Declaration& declaration, const Edit& edit) {
  require<Organisation>(declaration.organisation.value);
  if (declaration.site) require<Site>(declaration.site.value);
  if (edit.shared_name == registry::SharedName::Refuse && declaration.site) refuse_taken_names(declaration);
  std::int64_t site_before = 0;
  if (declaration.id)
    for (const auto& [row, version] : believed<Declaration>(connection_, declaration.id.value))
      site_before = version.value.site.value;
  const auto [id, written] = put(declaration, edit);
  if (written == Written::No) return id;
  ++counts_.declarations;
  for (const std::int64_t site : {site_before, declaration.site.value})
    if (site) touched_.insert(site);
  return id;
}

std::int64_t RegisterWrites::save(const Contact& contact, const Edit& edit) {
  require_name(contact.name);
  require<Organisation>(contact.organisation.value);
  if (contact.site) require<Site>(contact.site.value);
  return put(contact, edit).first;
}

void RegisterWrites::remove(registry::OrganisationId id, const Edit& edit) {
  if (any(connection_,
          "SELECT 1 FROM declaration_version v WHERE v.organisation = ?1 AND v.recorded_to = ?2 AND v.valid_to > ?3",
          id.value, span_of(edit).from) ||
      any(connection_,
          "SELECT 1 FROM organisation_version v WHERE v.superior = ?1 AND v.recorded_to = ?2 AND v.valid_to > ?3",
          id.value, span_of(edit).from))
    throw Failure({Kind::Conflict, "registry.in_use", std::to_string(id.value), {}});
  take_away<Organisation>(id.value, edit);
}

void RegisterWrites::remove(registry::SiteId id, const Edit& edit) {
  if (any(connection_,
          "SELECT 1 FROM declaration_version v WHERE v.site = ?1 AND v.recorded_to = ?2 AND v.valid_to > ?3", id.value,
          span_of(edit).from))
    throw Failure({Kind::Conflict, "registry.in_use", std::to_string(id.value), {}});
  take_away<Site>(id.value, edit);
  touched_.insert(id.value);
}

void RegisterWrites::remove(registry::DeclarationId id, const Edit& edit) {
  for (const auto& [row, version] : believed<Declaration>(connection_, id.value))
    if (version.value.site) touched_.insert(version.value.site.value);
  take_away<Declaration>(id.value, edit);
}

void RegisterWrites::remove(registry::ContactId id, const Edit& edit) {
  take_away<Contact>(id.value, edit);
}

void RegisterWrites::refresh() {
  refresh_sites(connection_, touched_, now_);
  touched_.clear();
}

}  // namespace huabiao::storage
