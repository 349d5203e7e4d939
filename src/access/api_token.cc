#include "access/api_token.h"

namespace huabiao::access {

Reach reach_of(std::span<const Grant> grants, const ApiToken& token, Ability ability) {
  if (!token.abilities.has(ability)) return {};
  if (!token.scope) return reach_of(grants, ability);
  Reach reach;
  for (const Grant& grant : grants) {
    if (!abilities_of(grant.role).has(ability)) continue;
    if (lies_in(*token.scope, grant.scope))
      reach.add(*token.scope);
    else if (lies_in(grant.scope, *token.scope))
      reach.add(grant.scope);
  }
  return reach.everywhere ? Reach::all() : reach;
}

}  // namespace huabiao::access
