#pragma once
// Grant: a role given to an account over a scope, for a time. Plain values and the pure rules over them: what a set of
// grants allows, and what may be granted. Keeping them is GrantStore's business.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/account.h"
#include "access/role.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "registry/reach.h"

namespace huabiao::access {

using registry::Reach;
using registry::Scope;
using registry::ScopeKind;

using GrantId = Id<struct GrantTag>;

struct Grant {
  GrantId id;  // 0: not stored yet
  AccountId account;
  Role role = Role::Leadership;
  Scope scope;
  TimePoint from{};
  std::optional<TimePoint> until;  // not after; nullopt: no end
  GrantId delegated_from{};        // the grant that was lent out; 0: none. It holds only while that one holds
  std::string by, reason;
  TimePoint at{};
  std::optional<TimePoint> withdrawn;
  std::string withdrawn_by;
};

// Does it hold by its own dates? A delegated one also needs the one it comes from: GrantStore::in_force() sees to that.
bool holds(const Grant& grant, TimePoint now);

// Told from the two scopes alone: a unit within a region does not show.
bool lies_in(const Scope& narrow, const Scope& wide);

// The one function that decides: over which part of the register these grants allow `ability`. `grants`: those in
// force. Abilities that are about no record (accounts, channels) hold everywhere or nowhere by the same rule.
Reach reach_of(std::span<const Grant> grants, Ability ability);
// Anywhere at all.
Abilities abilities_of(std::span<const Grant> grants);

// May this be granted beside what the account holds? Fails: Conflict access.administrators_apart when it would hold two
// of the three administrators' roles; Conflict access.granted_already.
Done check_grant(const Grant& wanted, std::span<const Grant> held);
// May `lender` lend this out? Fails: Denied access.not_lendable (an administrator's role, itself lent, not in force);
// Invalid access.no_end, access.ends_later (than what it comes from), access.wider_scope.
Done check_delegation(const Grant& lent, const Grant& wanted, TimePoint now);

}  // namespace huabiao::access
