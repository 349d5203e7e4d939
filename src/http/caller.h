#pragma once
// Caller: who sends a request, and what that account may do. Abilities are what routes ask for; the one table from role
// to abilities is abilities_of().

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/account.h"

namespace huabiao::http {

enum class Ability { See, EditRegister, Import, Export, RunRounds, DecideFindings, Tell, Vantages };
inline constexpr std::array<std::string_view, 8> kAbilityNames = {
    "see", "edit_register", "import", "export", "run_rounds", "decide_findings", "tell", "vantages"};
constexpr std::string_view to_string(Ability ability) {
  return kAbilityNames[static_cast<std::size_t>(ability)];
}

std::vector<Ability> abilities_of(access::Role role);

struct Caller {
  access::Account account;
  access::Session session;
  std::string token;  // of the cookie
  [[nodiscard]] bool may(Ability ability) const;
};

}  // namespace huabiao::http
