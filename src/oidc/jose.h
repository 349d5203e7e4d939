#pragma once
// Signed tokens (JWS, RFC 7515) and the keys they are held against (JWK, RFC 7517): RS256 and ES256 and no other. Pure;
// any thread.

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huabiao::oidc {

struct JoseLimits {
  static constexpr std::size_t kTokenBytes = 32U << 10U;
  static constexpr std::size_t kKeys = 32;
};

struct SignedToken {
  std::string algorithm, key_id;  // of its header
  boost::json::object claims;     // believed only once the signature holds
  std::string signed_part, signature;
};

// Fails: Unreadable oidc.bad_token.
Result<SignedToken> read_token(std::string_view compact);

struct SigningKey {
  std::string id;
  std::string n, e;  // of RSA; empty for an EC key
  std::string x, y;  // of P-256; empty for RSA
};

// Keys of other kinds are passed over. Fails: Unreadable oidc.bad_keys.
Result<std::vector<SigningKey>> read_keys(std::string_view jwks);

// The signature holds by one of the keys: the one the token names, or any when it names none. "none", HMAC and every
// other algorithm never hold.
bool holds(const SignedToken& token, const std::vector<SigningKey>& keys);

}  // namespace huabiao::oidc
