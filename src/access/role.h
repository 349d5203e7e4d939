#pragma once
// Role: what an office is, by the duties the notice and GB/T 22239 level 3 give it. A role grants abilities; over which
// part of the register is the grant's scope (grant.h).

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "access/ability.h"

namespace huabiao::access {

// The first three are kept apart: nobody holds two of them (GB/T 22239-2019, 8.1.5). Numbers are stored: append only.
enum class Role : std::uint8_t {
  SystemAdministrator,
  SecurityAdministrator,
  AuditAdministrator,
  StaffingOffice,    // 机构编制部门
  CyberspaceOffice,  // 网信部门
  Police,            // 公安机关
  TelecomAuthority,  // 电信主管部门
  SectorDepartment,  // 行业主管部门
  SiteOwner,         // 主办单位
  Operator,          // 运维单位
  Assessor,          // 测评机构
  Leadership,        // reads
};
inline constexpr std::array<std::string_view, 12> kRoleNames = {"system_administrator",
                                                                "security_administrator",
                                                                "audit_administrator",
                                                                "staffing_office",
                                                                "cyberspace_office",
                                                                "police",
                                                                "telecom_authority",
                                                                "sector_department",
                                                                "site_owner",
                                                                "operator",
                                                                "assessor",
                                                                "leadership"};
constexpr std::string_view to_string(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

inline constexpr std::array<Role, 3> kAdministrators = {Role::SystemAdministrator, Role::SecurityAdministrator,
                                                        Role::AuditAdministrator};
constexpr bool is_administrator(Role role) {
  return role <= Role::AuditAdministrator;
}

// The table.
Abilities abilities_of(Role role);

}  // namespace huabiao::access
