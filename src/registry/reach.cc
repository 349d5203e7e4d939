#include "registry/reach.h"

#include <algorithm>

#include "registry/region.h"

namespace huabiao::registry {
void Reach::add(const Scope& scope) {
  switch (scope.kind) {
    case ScopeKind::Nation:
      everywhere = true;
      break;
    case ScopeKind::Region:
      regions.push_back(scope.name);
      break;
    case ScopeKind::Organisation:
      organisations.push_back(scope.id);
      break;
    case ScopeKind::Sector:
      sectors.push_back(scope.name);
      break;
    case ScopeKind::Site:
      sites.push_back(scope.id);
      break;
  }
}

bool Reach::holds_region(std::string_view code) const {
  if (everywhere) return true;
  return !code.empty() && std::ranges::any_of(regions, [&](const std::string& one) { return lies_in(code, one); });
}

}  // namespace huabiao::registry
