#pragma once
// Caller: who sends a request, and what the grants in force allow.

#include <optional>

#include "access/api_token.h"
#include "access/sign_in.h"

namespace huabiao::http {

using access::Ability;

// SignedIn::token is the cookie's; empty, like the session, when an API token came instead.
struct Caller : access::SignedIn {
  std::optional<access::ApiToken> api_token;
};

// Over which part of the register the caller may do this.
inline access::Reach reach_of(const Caller& caller, Ability ability) {
  return caller.api_token ? access::reach_of(caller.grants, *caller.api_token, ability)
                          : access::reach_of(caller.grants, ability);
}

}  // namespace huabiao::http
