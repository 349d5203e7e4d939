#pragma once
// The settings about signing in: [sign_in], [ldap], [oidc]. Internal to this room.

#include <span>

#include "settings/settings.h"
#include "settings/typing.h"

namespace huabiao::settings {

std::span<const Spec> sign_in_specs();
void type_sign_in(Typing& typing, SignIn& into);

}  // namespace huabiao::settings
