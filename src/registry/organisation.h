#pragma once
// Organisation: a unit that runs sites or supervises those that do. Plain value; keeping it is RegistryStore's
// business.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace huabiao::registry {

using OrganisationId = Id<struct OrganisationTag>;

enum class OrganisationKind { Unknown, PartyOrGovernment, PublicInstitution, StateOwnedEnterprise, Other };
inline constexpr std::array<std::string_view, 5> kOrganisationKindNames = {
    "unknown", "party_or_government", "public_institution", "state_owned_enterprise", "other"};
constexpr std::string_view to_string(OrganisationKind kind) {
  return kOrganisationKindNames[static_cast<std::size_t>(kind)];
}
constexpr std::optional<OrganisationKind> organisation_kind_from(std::string_view name) {
  for (std::size_t i = 0; i < kOrganisationKindNames.size(); ++i)
    if (kOrganisationKindNames[i] == name) return static_cast<OrganisationKind>(i);
  return std::nullopt;
}

struct Organisation {
  OrganisationId id;  // 0: not stored yet
  std::string name;
  OrganisationKind kind = OrganisationKind::Unknown;
  OrganisationId superior;  // the department it answers to; 0: none known
  std::string sector;       // "education"; empty: none known
  std::string credit_code;  // unified social credit code, 18 characters; empty: none known
  std::string region;       // GB/T 2260 code; empty: none known
  bool operator==(const Organisation&) const = default;
};

}  // namespace huabiao::registry
