#include "access/grant.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace huabiao::access {
namespace {

using enum Ability;

const TimePoint kNow = from_millis(1'700'000'000'000);

Grant held(Role role, Scope scope = {ScopeKind::Nation, 0, {}}) {
  return {.id = {1}, .account = {1}, .role = role, .scope = std::move(scope), .from = kNow, .by = {}, .reason = {}};
}
std::string code_of(const Done& done) {
  return done ? "" : done.error().code;
}

// Written out once more, apart from the code that decides.
const std::map<Role, std::set<Ability>> kTable = {
    {Role::SystemAdministrator, {SeeAccounts, ManageAccounts, Vantages, Tell}},
    {Role::SecurityAdministrator, {SeeAccounts, GrantRoles}},
    {Role::AuditAdministrator, {SeeAccounts, ReadAudit}},
    {Role::StaffingOffice, {See, Export, EditRegister, Import}},
    {Role::CyberspaceOffice, {See, Export, RunRounds, DecideFindings, Tell}},
    {Role::Police, {See, Export, RunRounds, DecideFindings}},
    {Role::TelecomAuthority, {See, Export}},
    {Role::SectorDepartment, {See, Export, EditRegister, Import, RunRounds, DecideFindings}},
    {Role::SiteOwner, {See, Export, EditRegister, RunRounds}},
    {Role::Operator, {See, RunRounds}},
    {Role::Assessor, {See, Export, RunRounds}},
    {Role::Leadership, {See, Export}},
};

TEST(Grant, EveryRoleAbilityAndScopeIsDecidedByTheTable) {
  ASSERT_EQ(kTable.size(), kRoleNames.size());
  const Scope scopes[] = {{ScopeKind::Nation, 0, {}},
                          {ScopeKind::Region, 0, "130000"},
                          {ScopeKind::Organisation, 7, {}},
                          {ScopeKind::Sector, 0, "education"},
                          {ScopeKind::Site, 9, {}}};
  int cases = 0;
  for (const auto& [role, abilities] : kTable)
    for (std::size_t ability = 0; ability < kAbilityNames.size(); ++ability)
      for (const Scope& scope : scopes) {
        const Grant grant = held(role, scope);
        Reach wanted;
        if (abilities.contains(static_cast<Ability>(ability))) {
          if (scope.kind == ScopeKind::Nation) wanted = Reach::all();
          if (scope.kind == ScopeKind::Region) wanted.regions = {"130000"};
          if (scope.kind == ScopeKind::Organisation) wanted.organisations = {7};
          if (scope.kind == ScopeKind::Sector) wanted.sectors = {"education"};
          if (scope.kind == ScopeKind::Site) wanted.sites = {9};
        }
        EXPECT_EQ(reach_of({&grant, 1}, static_cast<Ability>(ability)), wanted)
            << to_string(role) << " " << kAbilityNames.at(ability) << " " << to_string(scope.kind);
        ++cases;
      }
  EXPECT_EQ(cases, 12 * 12 * 5);
}

TEST(Grant, ReachesAreJoinedAbilityByAbility) {
  const Grant grants[] = {held(Role::Leadership, {ScopeKind::Region, 0, "130000"}),
                          held(Role::SiteOwner, {ScopeKind::Organisation, 7, {}})};
  const Reach see = reach_of(grants, See), edit = reach_of(grants, EditRegister);
  EXPECT_EQ(see.regions, std::vector<std::string>{"130000"});
  EXPECT_EQ(see.organisations, std::vector<std::int64_t>{7});
  EXPECT_TRUE(edit.regions.empty());
  EXPECT_EQ(edit.organisations, std::vector<std::int64_t>{7});
  EXPECT_TRUE(reach_of(grants, GrantRoles).nowhere());
  EXPECT_TRUE(reach_of({}, See).nowhere());
}

TEST(Grant, HoldsFromItsBeginningToItsEnd) {
  Grant grant = held(Role::Leadership);
  EXPECT_FALSE(holds(grant, kNow - Millis(1)));
  EXPECT_TRUE(holds(grant, kNow));
  grant.until = kNow + Millis(10);
  EXPECT_TRUE(holds(grant, kNow + Millis(9)));
  EXPECT_FALSE(holds(grant, kNow + Millis(10)));
  grant.withdrawn = kNow;
  EXPECT_FALSE(holds(grant, kNow));
}

TEST(Grant, NobodyIsTwoOfTheThreeAdministrators) {
  for (const Role has : kAdministrators)
    for (const Role wants : kAdministrators) {
      const Grant one = held(has);
      EXPECT_EQ(code_of(check_grant(held(wants), {&one, 1})),
                has == wants ? "access.granted_already" : "access.administrators_apart");
    }
  const Grant office = held(Role::StaffingOffice);
  EXPECT_EQ(code_of(check_grant(held(Role::SystemAdministrator), {&office, 1})), "");
  EXPECT_EQ(code_of(check_grant(held(Role::AuditAdministrator, {ScopeKind::Region, 0, "130000"}), {})),
            "access.bad_scope");
}

TEST(Grant, IsLentForATimeAndNotFurtherThanItReaches) {
  const Grant own = held(Role::CyberspaceOffice, {ScopeKind::Region, 0, "130000"});
  Grant wanted = held(Role::CyberspaceOffice, {ScopeKind::Region, 0, "130400"});
  EXPECT_EQ(code_of(check_delegation(own, wanted, kNow)), "access.no_end");
  wanted.until = kNow;
  EXPECT_EQ(code_of(check_delegation(own, wanted, kNow)), "access.ends_later");
  wanted.until = kNow + Millis(5);
  EXPECT_EQ(code_of(check_delegation(own, wanted, kNow)), "");
  for (const Scope& wide : {Scope{ScopeKind::Region, 0, "140000"}, Scope{ScopeKind::Nation, 0, {}},
                            Scope{ScopeKind::Site, 3, {}}, Scope{ScopeKind::Region, 0, {}}}) {
    wanted.scope = wide;
    EXPECT_EQ(code_of(check_delegation(own, wanted, kNow)), "access.wider_scope");
  }
  wanted.scope = own.scope;
  Grant ending = own;
  ending.until = kNow + Millis(4);
  EXPECT_EQ(code_of(check_delegation(ending, wanted, kNow)), "access.ends_later");
  Grant lent = own;
  lent.delegated_from = {4};
  EXPECT_EQ(code_of(check_delegation(lent, wanted, kNow)), "access.not_lendable");
  EXPECT_EQ(code_of(check_delegation(held(Role::SecurityAdministrator), wanted, kNow)), "access.not_lendable");
}

}  // namespace
}  // namespace huabiao::access
