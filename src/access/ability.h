#pragma once
// Ability: what a person may be allowed to do. The closed list; which roles have which is role.cc's table.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace huabiao::access {

enum class Ability : std::uint8_t {
  See,             // read the register, findings, the watch
  Export,          // take it away as files
  EditRegister,    // organisations, sites, declarations, contacts
  Import,          // census forms
  RunRounds,       // check now, order the watch
  DecideFindings,  // accept, call a false alarm
  Tell,            // channels and what went over them
  Vantages,        // vantage points
  SeeAccounts,     // who has an account, who may do what
  ManageAccounts,  // make, disable, give a new secret, end sessions
  GrantRoles,      // grant and withdraw roles, hand over
  ReadAudit,       // who did and tried what
};
inline constexpr std::array<std::string_view, 12> kAbilityNames = {
    "see",  "export",   "edit_register", "import",          "run_rounds",  "decide_findings",
    "tell", "vantages", "see_accounts",  "manage_accounts", "grant_roles", "read_audit"};
constexpr std::string_view to_string(Ability ability) {
  return kAbilityNames[static_cast<std::size_t>(ability)];
}

class Abilities {
 public:
  constexpr Abilities() = default;
  constexpr Abilities(std::initializer_list<Ability> some) {
    for (const Ability one : some) bits_ |= bit(one);
  }
  [[nodiscard]] constexpr bool has(Ability ability) const { return (bits_ & bit(ability)) != 0; }
  constexpr void add(Abilities others) { bits_ |= others.bits_; }
  constexpr bool operator==(const Abilities&) const = default;

 private:
  static constexpr std::uint32_t bit(Ability ability) { return 1U << static_cast<unsigned>(ability); }
  std::uint32_t bits_ = 0;
};

}  // namespace huabiao::access
