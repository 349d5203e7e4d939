#include "http/caller.h"

#include <algorithm>

namespace huabiao::http {

std::vector<Ability> abilities_of(access::Role role) {
  switch (role) {
    case access::Role::Administrator:
      return {Ability::See,       Ability::EditRegister,   Ability::Import, Ability::Export,
              Ability::RunRounds, Ability::DecideFindings, Ability::Tell,   Ability::Vantages};
    case access::Role::Reader:
      break;
  }
  return {Ability::See, Ability::Export};
}

bool Caller::may(Ability ability) const {
  const std::vector<Ability> abilities = abilities_of(account.role);
  return std::ranges::find(abilities, ability) != abilities.end();
}

}  // namespace huabiao::http
