#include "access/role.h"

namespace huabiao::access {

Abilities abilities_of(Role role) {
  using enum Ability;
  switch (role) {
    case Role::SystemAdministrator:
      return {SeeAccounts, ManageAccounts, Vantages, Tell};
    case Role::SecurityAdministrator:
      return {SeeAccounts, GrantRoles};
    case Role::AuditAdministrator:
      return {SeeAccounts, ReadAudit};
    case Role::StaffingOffice:
      return {See, Export, EditRegister, Import};
    case Role::CyberspaceOffice:
      return {See, Export, RunRounds, DecideFindings, Tell};
    case Role::Police:
      return {See, Export, RunRounds, DecideFindings};
    case Role::SectorDepartment:
      return {See, Export, EditRegister, Import, RunRounds, DecideFindings};
    case Role::SiteOwner:
      return {See, Export, EditRegister, RunRounds};
    case Role::Operator:
      return {See, RunRounds};
    case Role::Assessor:
      return {See, Export, RunRounds};
    case Role::TelecomAuthority:
    case Role::Leadership:
      break;
  }
  return {See, Export};
}

}  // namespace huabiao::access
