#pragma once
// RegistryStore on rows: all writing, single edits and imports alike, goes one path (docs/decisions/0089). Internal to
// this room.

#include "registry/store.h"
#include "storage/database.h"

namespace huabiao::storage {

class RegisterStore final : public registry::RegistryStore {
 public:
  explicit RegisterStore(Database& database) : database_(database) {}

  Result<std::vector<registry::Region>> regions() override;
  Result<std::optional<registry::Versioned<registry::Organisation>>> organisation(registry::OrganisationId id,
                                                                                  const registry::AsOf& as_of) override;
  Result<std::optional<registry::Versioned<registry::Site>>> site(registry::SiteId id,
                                                                  const registry::AsOf& as_of) override;
  Result<std::optional<registry::Versioned<registry::Declaration>>> declaration(registry::DeclarationId id,
                                                                                const registry::AsOf& as_of) override;
  Result<std::optional<registry::Versioned<registry::Contact>>> contact(registry::ContactId id,
                                                                        const registry::AsOf& as_of) override;

  Result<registry::Page<registry::Versioned<registry::Organisation>>> organisations(
      const registry::OrganisationQuery& query) override;
  Result<std::vector<registry::Versioned<registry::Organisation>>> organisations(const registry::AsOf& as_of) override;
  Result<std::vector<registry::Versioned<registry::Site>>> sites(const registry::AsOf& as_of) override;
  Result<std::vector<registry::Versioned<registry::Declaration>>> declarations(const registry::AsOf& as_of) override;
  Result<std::vector<registry::Versioned<registry::Declaration>>> declarations_of(registry::SiteId site,
                                                                                  const registry::AsOf& as_of) override;
  Result<std::vector<registry::Versioned<registry::Declaration>>> declarations_of(registry::OrganisationId unit,
                                                                                  const registry::AsOf& as_of) override;
  Result<std::vector<registry::Versioned<registry::Contact>>> contacts_of(registry::OrganisationId unit,
                                                                          const registry::AsOf& as_of) override;
  Result<std::vector<registry::Versioned<registry::Contact>>> contacts_of(registry::SiteId site,
                                                                          const registry::AsOf& as_of) override;
  Result<std::vector<registry::Domain>> domains_of(registry::SiteId site, const registry::AsOf& as_of) override;
  Result<std::vector<registry::SiteTarget>> targets(registry::SiteId after, std::size_t limit) override;
  Result<std::optional<registry::SiteTarget>> target(registry::SiteId id) override;
  Result<std::vector<registry::KnownSite>> sites_on_host(std::string_view host) override;

  Result<registry::OrganisationId> save(const registry::Organisation& value, const registry::Edit& edit) override;
  Result<registry::SiteId> save(const registry::Site& value, const registry::Edit& edit) override;
  Result<registry::DeclarationId> save(const registry::Declaration& value, const registry::Edit& edit) override;
  Result<registry::ContactId> save(const registry::Contact& value, const registry::Edit& edit) override;
  Result<registry::SiteId> save(const registry::Site& site, std::vector<registry::Declaration> declarations,
                                const registry::Edit& edit) override;
  Done remove(registry::OrganisationId id, const registry::Edit& edit) override;
  Done remove(registry::SiteId id, const registry::Edit& edit) override;
  Done remove(registry::DeclarationId id, const registry::Edit& edit) override;
  Done remove(registry::ContactId id, const registry::Edit& edit) override;

  Result<std::vector<registry::Change>> history(registry::OrganisationId id) override;
  Result<std::vector<registry::Change>> history(registry::SiteId id) override;
  Result<std::vector<registry::Change>> history(registry::DeclarationId id) override;
  Result<std::vector<registry::Change>> history(registry::ContactId id) override;

  Result<registry::Import> import(const registry::Import& about,
                                  const std::function<Done(registry::ImportWriter&)>& work) override;
  Result<std::vector<registry::Import>> imports() override;

  // The built-in regions, when the table is empty. Throws Failure.
  void seed_regions();

 private:
  // The register never learns anything earlier than what it knows: where a clock was set back, its newest change is
  // now.
  [[nodiscard]] TimePoint now(Connection& connection) const;
  template <class Id, class T>
  Result<Id> save_one(const T& value, const registry::Edit& edit);
  template <class Id>
  Done remove_one(Id id, const registry::Edit& edit);

  Database& database_;
};

}  // namespace huabiao::storage
