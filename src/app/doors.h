#pragma once
// Doors: by which ways people, tokens and vantage points come into a running server, put together from the settings.

#include <memory>

#include "access/personnel.h"
#include "access/sign_in.h"
#include "access/token_gate.h"
#include "access/vantage_gate.h"
#include "base/clock.h"
#include "oidc/provider.h"
#include "settings/settings.h"
#include "storage/stores.h"

namespace huabiao::app {

// Thread: as its parts, any.
struct Doors {
  // Lifetime: stores and clock outlive the doors. Fails: as access_rules, sealer_of, directory_of, provider_of.
  static Result<std::unique_ptr<Doors>> open(const settings::Settings& settings, storage::Stores& stores,
                                             const Clock& clock);
  // What the settings give.
  struct Given {
    access::AccessRules rules;
    Sealer sealer;
    std::unique_ptr<access::Directory> directory;  // null: none
    std::unique_ptr<oidc::Provider> provider;      // null: none
  };
  Doors(Given given, storage::Stores& stores, const Clock& clock);

  Given given;
  access::SecondFactors factors;
  access::Doorkeeper doorkeeper;
  access::TokenGate tokens;
  access::Personnel personnel;
  access::VantageGate vantages;
};

}  // namespace huabiao::app
