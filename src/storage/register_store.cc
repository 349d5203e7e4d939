#include "storage/register_store.h"

#include <algorithm>

#include "registry/region.h"
#include "storage/register_rows.h"
#include "storage/register_writes.h"

namespace huabiao::storage {
namespace {

using registry::Edit;
using registry::Import;

// The import's view of its own transaction. Lookups and saves see everything written so far.
class Writer final : public registry::ImportWriter {
 public:
  Writer(Connection& connection, RegisterWrites& writes, TimePoint now, registry::ImportId id, std::string by)
      : connection_(connection), writes_(writes), now_(now), id_(id) {
    edit_.by = std::move(by);
    edit_.import = id;
    // place() has compared the form with the register already; a name two sites share was decided by a person.
    edit_.shared_name = registry::SharedName::Allow;
  }

  [[nodiscard]] registry::ImportId id() const override { return id_; }

  Result<std::vector<registry::Organisation>> organisations_named(std::string_view name) override {
    return at_rim([&] {
      std::vector<registry::Organisation> found;
      Statement rows = connection_.prepare(RowsOf<registry::Organisation>::select() +
                                           " WHERE v.name_key = ?1 AND v.recorded_to = 253402300799999 AND "
                                           "v.valid_from <= ?2 AND v.valid_to > ?2 ORDER BY v.id");
      rows.bind(1, registry::identity_key(name)).bind(2, now_);
      while (rows.step()) found.push_back(RowsOf<registry::Organisation>::read(connection_, rows).value);
      return found;
    });
  }
  Result<std::vector<registry::KnownSite>> sites_on_host(std::string_view host) override {
    return at_rim([&] { return known_on_host(connection_, host, now_); });
  }
  Result<std::vector<registry::KnownSite>> sites_named(std::string_view name_key) override {
    return at_rim([&] { return known_named(connection_, name_key, now_); });
  }
  Result<std::optional<registry::Site>> site(registry::SiteId id) override {
    return at_rim([&]() -> std::optional<registry::Site> {
      const auto found = current<registry::Site>(connection_, id.value, now_);
      if (!found) return std::nullopt;
      return found->value;
    });
  }
  Result<std::vector<registry::Declaration>> declarations_of(registry::OrganisationId organisation,
                                                             registry::SiteId site) override {
    return at_rim([&] {
      std::vector<registry::Declaration> found;
      Statement rows =
          connection_.prepare(RowsOf<registry::Declaration>::select() +
                              " WHERE v.organisation = ?1 AND v.site IS NOT DISTINCT FROM ?2 AND v.recorded_to = "
                              "253402300799999 AND v.valid_from <= ?3 AND v.valid_to > ?3 ORDER BY v.id");
      rows.bind(1, organisation).bind_or_null(2, site).bind(3, now_);
      while (rows.step()) found.push_back(RowsOf<registry::Declaration>::read(connection_, rows).value);
      return found;
    });
  }
  Result<registry::OrganisationId> save(const registry::Organisation& value) override {
    return at_rim([&] { return registry::OrganisationId{writes_.save(value, edit_)}; });
  }
  Result<registry::SiteId> save(const registry::Site& value) override {
    return at_rim([&] { return registry::SiteId{writes_.save(value, edit_)}; });
  }
  Result<registry::DeclarationId> save(const registry::Declaration& value) override {
    return at_rim([&] { return registry::DeclarationId{writes_.save(value, edit_)}; });
  }

 private:
  Connection& connection_;
  RegisterWrites& writes_;
  TimePoint now_;
  registry::ImportId id_;
  Edit edit_;
};

std::int64_t insert_import(Connection& connection, const Import& about, TimePoint now) {
  connection
      .prepare(
          "INSERT INTO import(file, sha256, form, author, at, rows, organisations, sites, declarations) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0)")
      .bind(1, about.file)
      .bind(2, about.sha256)
      .bind(3, about.form)
      .bind(4, about.by)
      .bind(5, now)
      .bind(6, about.rows)
      .run();
  return connection.last_id();
}

void finish_import(Connection& connection, const Import& import) {
  connection.prepare("UPDATE import SET organisations = ?2, sites = ?3, declarations = ?4 WHERE id = ?1")
      .bind(1, import.id)
      .bind(2, import.organisations)
      .bind(3, import.sites)
      .bind(4, import.declarations)
      .run();
}

}  // namespace

TimePoint RegisterStore::now(Connection& connection) const {
  Statement newest = connection.prepare(
      "SELECT max(at) FROM (SELECT (SELECT recorded_from FROM organisation_version ORDER BY row DESC LIMIT 1) AS at "
      "UNION ALL SELECT (SELECT recorded_from FROM site_version ORDER BY row DESC LIMIT 1) "
      "UNION ALL SELECT (SELECT recorded_from FROM declaration_version ORDER BY row DESC LIMIT 1) "
      "UNION ALL SELECT (SELECT recorded_from FROM contact_version ORDER BY row DESC LIMIT 1)) newest");
  const TimePoint clock = database_.now();
  return newest.step() && !newest.null(0) ? std::max(clock, newest.time(0)) : clock;
}

void RegisterStore::seed_regions() {
  {
    Database::Reader reader(database_);
    if (reader->integer("SELECT count(*) FROM region") > 0) return;
  }
  Database::Write write(database_, Durability::Full);
  for (const registry::Region& region : registry::provinces())
    write->prepare("INSERT INTO region(code, name, parent) VALUES(?1, ?2, ?3) ON CONFLICT(code) DO NOTHING")
        .bind(1, region.code)
        .bind(2, region.name)
        .bind(3, region.parent)
        .run();
  write.commit();
}

template <class Id, class T>
Result<Id> RegisterStore::save_one(const T& value, const Edit& edit) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    RegisterWrites writes(*write, now(*write));
    const Id id{writes.save(value, edit)};
    writes.refresh();
    write.commit();
    return id;
  });
}

template <class Id>
Done RegisterStore::remove_one(Id id, const Edit& edit) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    RegisterWrites writes(*write, now(*write));
    writes.remove(id, edit);
    writes.refresh();
    write.commit();
  });
}

Result<registry::OrganisationId> RegisterStore::save(const registry::Organisation& value, const Edit& edit) {
  return save_one<registry::OrganisationId>(value, edit);
}
Result<registry::SiteId> RegisterStore::save(const registry::Site& value, const Edit& edit) {
  return save_one<registry::SiteId>(value, edit);
}
Result<registry::DeclarationId> RegisterStore::save(const registry::Declaration& value, const Edit& edit) {
  return save_one<registry::DeclarationId>(value, edit);
}
Result<registry::ContactId> RegisterStore::save(const registry::Contact& value, const Edit& edit) {
  return save_one<registry::ContactId>(value, edit);
}
Result<registry::SiteId> RegisterStore::save(const registry::Site& site,
                                             std::vector<registry::Declaration> declarations, const Edit& edit) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    RegisterWrites writes(*write, now(*write));
    const registry::SiteId id{writes.save(site, edit)};
    for (registry::Declaration& declaration : declarations) {
      declaration.site = id;
      writes.save(declaration, edit);
    }
    writes.refresh();
    write.commit();
    return id;
  });
}
Done RegisterStore::remove(registry::OrganisationId id, const Edit& edit) {
  return remove_one(id, edit);
}
Done RegisterStore::remove(registry::SiteId id, const Edit& edit) {
  return remove_one(id, edit);
}
Done RegisterStore::remove(registry::DeclarationId id, const Edit& edit) {
  return remove_one(id, edit);
}
Done RegisterStore::remove(registry::ContactId id, const Edit& edit) {
  return remove_one(id, edit);
}

Result<Import> RegisterStore::import(const Import& about, const std::function<Done(registry::ImportWriter&)>& work) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    const TimePoint now = this->now(*write);
    Import import = about;
    import.at = now;
    import.id.value = insert_import(*write, about, now);
    RegisterWrites writes(*write, now);
    Writer writer(*write, writes, now, import.id, about.by);
    must(work(writer));
    writes.refresh();
    import.organisations = writes.counts().organisations;
    import.sites = writes.counts().sites;
    import.declarations = writes.counts().declarations;
    finish_import(*write, import);
    write.commit();
    write->engine().after_large_change();
    return import;
  });
}

}  // namespace huabiao::storage
