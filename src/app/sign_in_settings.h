#pragma once
// From the program's settings to those of signing in.

#include <memory>

#include "access/access_rules.h"
#include "access/directory.h"
#include "access/sign_in_store.h"
#include "base/seal.h"
#include "oidc/provider.h"
#include "settings/settings.h"

namespace huabiao::app {

// Fails: Invalid settings.bad_value.
Result<access::AccessRules> access_rules(const settings::Settings& settings);

// The key is made at first need. Fails: as the store; seal.* (app/key_file.h).
Result<Sealer> sealer_of(const settings::Settings& settings, access::SignInStore& store);

// The directory of the settings; null: none. Fails: Invalid settings.bad_value.
Result<std::unique_ptr<access::Directory>> directory_of(const settings::Settings& settings);

// The provider of the settings; null: none. Fails: Invalid settings.bad_value.
Result<std::unique_ptr<oidc::Provider>> provider_of(const settings::Settings& settings, const Clock& clock);

}  // namespace huabiao::app
