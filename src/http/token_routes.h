#pragma once
// /api/v1/session/tokens, /accounts/{}/tokens: API tokens, one's own and, for who grants roles, others'.

#include "access/token_gate.h"
#include "http/route.h"
#include "registry/store.h"

namespace huabiao::http {

struct TokenPorts {
  access::TokenGate& tokens;
  registry::RegistryStore& registry;
  const Clock& clock;
};

// Lifetime: the ports outlive the routes.
Routes token_routes(const TokenPorts& ports);

}  // namespace huabiao::http
