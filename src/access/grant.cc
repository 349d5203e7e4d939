#include "access/grant.h"

#include <algorithm>

namespace huabiao::access {
namespace {

// Administrators' work is about the platform, not a part of the register: their scope is the nation.
bool same(const Grant& one, const Grant& other) {
  return one.role == other.role && one.scope == other.scope;
}

}  // namespace

bool holds(const Grant& grant, TimePoint now) {
  return !grant.withdrawn && grant.from <= now && (!grant.until || now < *grant.until);
}

bool lies_in(const Scope& narrow, const Scope& wide) {
  if (wide.kind == ScopeKind::Nation || narrow == wide) return true;
  if (narrow.kind != ScopeKind::Region || wide.kind != ScopeKind::Region) return false;
  Reach reach;
  reach.add(wide);
  return reach.holds_region(narrow.name);
}

Reach reach_of(std::span<const Grant> grants, Ability ability) {
  Reach reach;
  for (const Grant& grant : grants)
    if (abilities_of(grant.role).has(ability)) reach.add(grant.scope);
  if (reach.everywhere) return Reach::all();
  return reach;
}

Abilities abilities_of(std::span<const Grant> grants) {
  Abilities all;
  for (const Grant& grant : grants) all.add(abilities_of(grant.role));
  return all;
}

Done check_grant(const Grant& wanted, std::span<const Grant> held) {
  for (const Grant& one : held) {
    if (same(one, wanted) && !wanted.delegated_from && !one.delegated_from)
      return fail(Kind::Conflict, "access.granted_already", std::string(to_string(wanted.role)));
    if (is_administrator(wanted.role) && is_administrator(one.role) && one.role != wanted.role)
      return fail(Kind::Conflict, "access.administrators_apart", std::string(to_string(one.role)),
                  std::string(to_string(wanted.role)));
  }
  if (is_administrator(wanted.role) && wanted.scope.kind != ScopeKind::Nation)
    return fail(Kind::Invalid, "access.bad_scope", std::string(to_string(wanted.scope.kind)), "nation");
  return {};
}

Done check_delegation(const Grant& lent, const Grant& wanted, TimePoint now) {
  if (is_administrator(lent.role) || lent.delegated_from || !holds(lent, now))
    return fail(Kind::Denied, "access.not_lendable", std::string(to_string(lent.role)));
  if (!wanted.until) return fail(Kind::Invalid, "access.no_end");
  if (*wanted.until <= now || (lent.until && *wanted.until > *lent.until))
    return fail(Kind::Invalid, "access.ends_later");
  if (!lies_in(wanted.scope, lent.scope))
    return fail(Kind::Invalid, "access.wider_scope", std::string(to_string(wanted.scope.kind)),
                std::string(to_string(lent.scope.kind)));
  return {};
}

}  // namespace huabiao::access
