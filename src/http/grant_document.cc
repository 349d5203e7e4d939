#include "http/grant_document.h"

#include <algorithm>

#include "http/region_names.h"
#include "registry/region.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;

json::object scope_document(registry::RegistryStore& registry, const registry::AsOf& now, RegionNames& regions,
                            const registry::Scope& scope) {
  json::value of(nullptr);
  if (scope.kind == registry::ScopeKind::Organisation) {
    const auto unit = registry.organisation({scope.id}, now);
    of = named(scope.id, unit && *unit ? (*unit)->value.name : "");
  } else if (scope.kind == registry::ScopeKind::Site) {
    const auto site = registry.site({scope.id}, now);
    of = named(scope.id, site && *site ? (*site)->value.name : "");
  }
  const bool region = scope.kind == registry::ScopeKind::Region, sector = scope.kind == registry::ScopeKind::Sector;
  return {{"kind", to_string(scope.kind)},
          {"of", std::move(of)},
          {"region", region ? regions.ref(scope.name) : json::value(nullptr)},
          {"sector", sector ? json::value(text(scope.name)) : json::value(nullptr)}};
}

}  // namespace

json::array grants_document(registry::RegistryStore& registry, const Clock& clock,
                            std::span<const access::Grant> grants) {
  const TimePoint now = clock.now();
  const registry::AsOf as_of = registry::AsOf::at(now);
  RegionNames regions(registry);
  json::array out;
  for (const access::Grant& grant : grants) {
    json::array abilities;
    const access::Abilities may = access::abilities_of(grant.role);
    for (std::size_t i = 0; i < access::kAbilityNames.size(); ++i)
      if (may.has(static_cast<access::Ability>(i))) abilities.push_back(json::value(access::kAbilityNames[i]));
    out.push_back({{"id", grant.id.value},
                   {"role", to_string(grant.role)},
                   {"scope", scope_document(registry, as_of, regions, grant.scope)},
                   {"abilities", std::move(abilities)},
                   {"from", instant(grant.from)},
                   {"until", instant(grant.until)},
                   {"lent_from", grant.delegated_from ? json::value(grant.delegated_from.value) : json::value(nullptr)},
                   {"holds", access::holds(grant, now)},
                   {"by", text(grant.by)},
                   {"at", instant(grant.at)},
                   {"reason", text(grant.reason)},
                   {"withdrawn_at", instant(grant.withdrawn)},
                   {"withdrawn_by", text(grant.withdrawn_by)}});
  }
  return out;
}

json::object scope_document(registry::RegistryStore& registry, const Clock& clock, const registry::Scope& scope) {
  RegionNames regions(registry);
  return scope_document(registry, registry::AsOf::at(clock.now()), regions, scope);
}

registry::Scope read_scope(ObjectReader& in) {
  return read_scope_if_given(in, true).value_or(registry::Scope{});
}

std::optional<registry::Scope> read_scope_if_given(ObjectReader& in, bool required) {
  const auto kind = in.choice("scope", registry::kScopeKindNames, required).value;
  registry::Scope scope{.kind = static_cast<registry::ScopeKind>(kind.value_or(0)), .id = 0, .name = {}};
  const auto region = in.string("region", {.max = 6}).value, sector = in.string("sector", {.max = 60}).value;
  const auto organisation = in.id("organisation").value, site = in.id("site").value;
  switch (scope.kind) {
    case registry::ScopeKind::Nation:
      break;
    case registry::ScopeKind::Region:
      scope.name = region.value_or("");
      break;
    case registry::ScopeKind::Sector:
      scope.name = sector.value_or("");
      break;
    case registry::ScopeKind::Organisation:
      scope.id = organisation.value_or(0);
      break;
    case registry::ScopeKind::Site:
      scope.id = site.value_or(0);
      break;
  }
  if (!kind) return std::nullopt;
  return scope;
}

Done scope_exists(registry::RegistryStore& registry, const Clock& clock, const registry::Scope& scope) {
  const registry::AsOf now = registry::AsOf::at(clock.now());
  bool there = true;
  switch (scope.kind) {
    case registry::ScopeKind::Nation:
      break;
    case registry::ScopeKind::Region: {
      const auto regions = registry.regions();
      if (!regions) return std::unexpected(regions.error());
      there = std::ranges::find(*regions, scope.name, &registry::Region::code) != regions->end();
      break;
    }
    case registry::ScopeKind::Sector:
      there = !scope.name.empty();
      break;
    case registry::ScopeKind::Organisation: {
      const auto unit = registry.organisation({scope.id}, now);
      if (!unit) return std::unexpected(unit.error());
      there = unit->has_value();
      break;
    }
    case registry::ScopeKind::Site: {
      const auto site = registry.site({scope.id}, now);
      if (!site) return std::unexpected(site.error());
      there = site->has_value();
      break;
    }
  }
  return there ? Done() : fail(Kind::Invalid, "access.bad_scope", std::string(to_string(scope.kind)));
}

}  // namespace huabiao::http
