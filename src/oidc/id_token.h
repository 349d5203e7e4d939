#pragma once
// What an identity token says, held against what was asked (OpenID Connect Core 1.0, 3.1.3.7). Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "access/directory.h"
#include "base/clock.h"
#include "base/result.h"
#include "oidc/jose.h"

namespace huabiao::oidc {

struct Expected {
  std::string issuer, client, nonce, name_claim;
  Millis leeway = std::chrono::seconds(60);  // between two clocks
  Millis oldest = std::chrono::minutes(10);  // since it was issued
};

// Fails: Denied oidc.bad_signature, oidc.wrong_issuer, oidc.wrong_audience, oidc.wrong_nonce, oidc.token_ended,
// oidc.no_subject; Unreadable oidc.bad_token.
Result<access::Person> person_in(std::string_view id_token, const std::vector<SigningKey>& keys,
                                 const Expected& expected, TimePoint now);

}  // namespace huabiao::oidc
