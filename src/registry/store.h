#pragma once
// RegistryStore: keeps the register with both times. A port: storage/ implements it. Every save is one transaction and
// is on disk when it returns.
// Thread: any; readers do not wait for the writer; writers wait for each other.
// Fails (all calls): Environment storage.disk_full, storage.read_only, storage.corrupt, storage.io; Unavailable
// storage.locked when another process holds the database longer than the busy timeout.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "registry/declaration.h"
#include "registry/domain.h"
#include "registry/identity.h"
#include "registry/organisation.h"
#include "registry/reach.h"
#include "registry/region.h"
#include "registry/site.h"
#include "registry/times.h"

namespace huabiao::registry {

inline constexpr std::size_t kPageRows = 50, kMaxPageRows = 500;

template <class T>
struct Page {
  std::vector<T> rows;
  std::string next;        // cursor of the following page; empty: this was the last
  std::int64_t total = 0;  // of all pages
  bool exact = true;       // false: there are at least `total`
};

// A name another site declares already: refused unless the editor says that the two share it.
enum class SharedName : bool { Refuse, Allow };

// Who changes what, from when on.
struct Edit {
  std::string by;
  // When the fact holds. from == kBeginning means "from now on".
  Span effective{};
  ImportId import{};
  // recorded.from of the version the editor saw; another one in the store: Conflict registry.changed_meanwhile.
  std::optional<TimePoint> seen{};
  SharedName shared_name = SharedName::Refuse;
};

struct OrganisationQuery {
  Reach reach = Reach::all();
  std::string text;    // part of name or credit code; empty: all
  std::string region;  // GB/T 2260 code, its subtree; empty: all
  std::string cursor;
  std::size_t limit = kPageRows;
};

// One row of what a change did: a field by name, its text before and after.
struct FieldChange {
  std::string field, before, after;
  bool operator==(const FieldChange&) const = default;
};
enum class ChangeKind { Created, Changed, Removed };
constexpr std::string_view to_string(ChangeKind kind) {
  return kind == ChangeKind::Created ? "created" : kind == ChangeKind::Changed ? "changed" : "removed";
}
struct Change {
  TimePoint recorded;
  Span effective;
  std::string by;
  ImportId import;
  ChangeKind kind = ChangeKind::Changed;
  std::vector<FieldChange> fields;
};

struct Import {
  ImportId id;
  std::string file;    // its name, no path
  std::string sha256;  // of its bytes
  std::string form;    // "annex2", "annex3"
  std::string by;
  TimePoint at{};
  std::int64_t rows = 0;           // read from the file
  std::int64_t organisations = 0;  // new
  std::int64_t sites = 0;          // new
  std::int64_t declarations = 0;   // new or changed
};

// What an import may do inside its transaction. Lookups see what the same import wrote before.
class ImportWriter {
 public:
  virtual ~ImportWriter() = default;
  [[nodiscard]] virtual ImportId id() const = 0;
  // Current organisations whose identity_key(name) is that of `name`.
  virtual Result<std::vector<Organisation>> organisations_named(std::string_view name) = 0;
  virtual Result<std::vector<KnownSite>> sites_on_host(std::string_view host) = 0;
  virtual Result<std::vector<KnownSite>> sites_named(std::string_view name_key) = 0;
  virtual Result<std::optional<Site>> site(SiteId id) = 0;
  // The current declaration of this unit about this site (0: about no site).
  virtual Result<std::vector<Declaration>> declarations_of(OrganisationId organisation, SiteId site) = 0;
  // As RegistryStore::save, in this transaction; unchanged values write nothing.
  virtual Result<OrganisationId> save(const Organisation& organisation) = 0;
  virtual Result<SiteId> save(const Site& site) = 0;
  virtual Result<DeclarationId> save(const Declaration& declaration) = 0;
};

// What the planner needs of a site: current facts of all its declarations together.
struct SiteTarget {
  Site site;
  std::vector<DeclaredName> names;  // ASCII names first, then Chinese ones, no name twice; empty: nothing declared
  std::string organisation;         // of the first declaration
  std::vector<std::string> organisations;
  std::optional<bool> mark_hung;  // true when any declaration says so
};

class RegistryStore {
 public:
  virtual ~RegistryStore() = default;

  // Reads. nullopt: not known as of then.
  virtual Result<std::vector<Region>> regions() = 0;
  virtual Result<std::optional<Versioned<Organisation>>> organisation(OrganisationId id, const AsOf& as_of) = 0;
  virtual Result<std::optional<Versioned<Site>>> site(SiteId id, const AsOf& as_of) = 0;
  virtual Result<std::optional<Versioned<Declaration>>> declaration(DeclarationId id, const AsOf& as_of) = 0;
  virtual Result<std::optional<Versioned<Contact>>> contact(ContactId id, const AsOf& as_of) = 0;

  // Lists, ordered by id unless said otherwise. Each is one query for any AsOf.
  // Current organisations by name. Fails: Invalid registry.bad_cursor.
  virtual Result<Page<Versioned<Organisation>>> organisations(const OrganisationQuery& query) = 0;
  virtual Result<std::vector<Versioned<Organisation>>> organisations(const AsOf& as_of) = 0;
  virtual Result<std::vector<Versioned<Site>>> sites(const AsOf& as_of) = 0;
  virtual Result<std::vector<Versioned<Declaration>>> declarations(const AsOf& as_of) = 0;
  virtual Result<std::vector<Versioned<Declaration>>> declarations_of(SiteId site, const AsOf& as_of) = 0;
  virtual Result<std::vector<Versioned<Declaration>>> declarations_of(OrganisationId unit, const AsOf& as_of) = 0;
  virtual Result<std::vector<Versioned<Contact>>> contacts_of(OrganisationId unit, const AsOf& as_of) = 0;
  virtual Result<std::vector<Versioned<Contact>>> contacts_of(SiteId site, const AsOf& as_of) = 0;
  virtual Result<std::vector<Domain>> domains_of(SiteId site, const AsOf& as_of) = 0;
  // Current sites with id > after, in order, at most `limit`; an empty answer ends the walk. Closed ones are left out.
  virtual Result<std::vector<SiteTarget>> targets(SiteId after, std::size_t limit) = 0;
  virtual Result<std::optional<SiteTarget>> target(SiteId id) = 0;
  // Current sites that declare this host.
  virtual Result<std::vector<KnownSite>> sites_on_host(std::string_view host) = 0;

  // Writes. id 0 makes a new one; saving what is there already writes nothing.
  // Fails: Invalid registry.no_name; NotFound registry.no_such_organisation, registry.no_such_site, ...; Conflict
  // registry.changed_meanwhile, registry.domain_taken (an ASCII name another site declares).
  virtual Result<OrganisationId> save(const Organisation& organisation, const Edit& edit) = 0;
  virtual Result<SiteId> save(const Site& site, const Edit& edit) = 0;
  virtual Result<DeclarationId> save(const Declaration& declaration, const Edit& edit) = 0;
  virtual Result<ContactId> save(const Contact& contact, const Edit& edit) = 0;
  // A site and what is declared of it, all or nothing. The declarations' `site` is filled in.
  virtual Result<SiteId> save(const Site& site, std::vector<Declaration> declarations, const Edit& edit) = 0;
  // No longer true from edit.effective.from on; history stays.
  virtual Done remove(OrganisationId id, const Edit& edit) = 0;
  virtual Done remove(SiteId id, const Edit& edit) = 0;
  virtual Done remove(DeclarationId id, const Edit& edit) = 0;
  virtual Done remove(ContactId id, const Edit& edit) = 0;

  // What was changed when and by whom, newest first.
  virtual Result<std::vector<Change>> history(OrganisationId id) = 0;
  virtual Result<std::vector<Change>> history(SiteId id) = 0;
  virtual Result<std::vector<Change>> history(DeclarationId id) = 0;
  virtual Result<std::vector<Change>> history(ContactId id) = 0;

  // Runs `work` in one transaction: all of it is kept, or, when it fails, nothing, not even the import's number.
  // `about` gives file, sha256, form, by and rows; the answer has the number and the counts filled.
  virtual Result<Import> import(const Import& about, const std::function<Done(ImportWriter&)>& work) = 0;
  virtual Result<std::vector<Import>> imports() = 0;  // newest first
};

}  // namespace huabiao::registry
