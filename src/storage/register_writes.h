#pragma once
// What a change of the register does inside a write transaction: rules of reference, the versions, the summaries.
// Throws Failure. Internal to this room.

#include <set>

#include "registry/store.h"
#include "storage/version_table.h"

namespace huabiao::storage {

// The sites whose summary a change touches are gathered and made anew before the commit.
class RegisterWrites {
 public:
  // Lifetime: the connection's transaction outlives it.
  RegisterWrites(Connection& connection, TimePoint now) : connection_(connection), now_(now) {}

  // Throws: registry.no_name, registry.no_such_*, registry.changed_meanwhile, registry.domain_taken, registry.in_use.
  std::int64_t save(const registry::Organisation& organisation, const registry::Edit& edit);
  std::int64_t save(const registry::Site& site, const registry::Edit& edit);
  std::int64_t save(const registry::Declaration& declaration, const registry::Edit& edit);
  std::int64_t save(const registry::Contact& contact, const registry::Edit& edit);
  void remove(registry::OrganisationId id, const registry::Edit& edit);
  void remove(registry::SiteId id, const registry::Edit& edit);
  void remove(registry::DeclarationId id, const registry::Edit& edit);
  void remove(registry::ContactId id, const registry::Edit& edit);

  void refresh();  // call once, last

  struct Counts {
    std::int64_t organisations = 0, sites = 0, declarations = 0;  // new, new, new or changed
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  template <class T>
  std::pair<std::int64_t, Written> put(const T& value, const registry::Edit& edit);
  template <class T>
  void take_away(std::int64_t id, const registry::Edit& edit);
  [[nodiscard]] registry::Span span_of(const registry::Edit& edit) const;
  template <class T>
  void require(std::int64_t id);
  void refuse_taken_names(const registry::Declaration& declaration);
  void touch_sites_of(std::int64_t organisation);

  Connection& connection_;
  TimePoint now_;
  std::set<std::int64_t> touched_;
  Counts counts_;
};

// Current sites that declare a host, or are called so. Shared by store and import.
std::vector<registry::KnownSite> known_on_host(Connection& connection, std::string_view host, TimePoint now);
std::vector<registry::KnownSite> known_named(Connection& connection, std::string_view name_key, TimePoint now);

}  // namespace huabiao::storage
