#pragma once
// Provider: people sign in at an OpenID Connect provider: authorization code with PKCE (S256), state and nonce. Where
// it may be is decided as for every target: public addresses, or those the operator allowed.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "access/directory.h"
#include "base/clock.h"
#include "base/guarded.h"
#include "deliver/destination.h"
#include "deliver/limits.h"

namespace huabiao::oidc {

struct ProviderSettings {
  std::string issuer, client, redirect;  // where the provider sends people back to
  std::string name_claim, ca_file;
  std::function<Result<std::string>()> secret;  // read anew each time; an empty one: a public client
  std::optional<deliver::PrivateAddresses> private_addresses;
  deliver::DeliverLimits limits{.answer_bytes = 256U << 10U};
};

struct FlowLimits {
  static constexpr std::size_t kAtOnce = 1'000;  // sign-ins begun and not ended; the oldest go first
  static constexpr Millis kLife{600'000};
  static constexpr int kCallsAtOnce = 2;
};

class Provider {
 public:
  // Lifetime: the clock outlives it. Thread: any.
  Provider(ProviderSettings settings, const Clock& clock) : settings_(std::move(settings)), clock_(clock) {}

  struct Begun {
    std::string url;     // where the browser goes
    std::string binder;  // for a cookie: only this browser may come back
  };
  // Blocks on the net, as finish(). Fails: Unavailable oidc.unreachable, oidc.busy; Denied oidc.refused_address;
  // Environment oidc.bad_provider.
  Result<Begun> begin();
  // `code` and `state` as the provider sent them. Fails: Denied oidc.no_such_flow, oidc.refused; as begin() and
  // person_in().
  Result<access::Person> finish(std::string_view binder, std::string_view state, std::string_view code);

 private:
  struct Endpoints {
    std::string authorization, token, keys;
  };
  struct Flow {
    std::string state, nonce, verifier;
    TimePoint begun{};
  };
  Result<std::string> fetch(const std::string& url, const std::string* form);
  Result<Endpoints> discover();
  std::optional<Flow> take(std::string_view binder);

  ProviderSettings settings_;
  const Clock& clock_;
  Guarded<std::map<std::string, Flow, std::less<>>> flows_;  // by the binder's digest
  Guarded<int> inside_{0};
};

}  // namespace huabiao::oidc
