#pragma once
// Grants as the API shows and takes them. Inside this room only.

#include <span>

#include "access/grant.h"
#include "http/json.h"
#include "registry/store.h"

namespace huabiao::http {

// With the names people know.
boost::json::array grants_document(registry::RegistryStore& registry, const Clock& clock,
                                   std::span<const access::Grant> grants);

// "scope": {"kind": ..., "region" | "organisation" | "sector" | "site": ...}; faults go to the reader's list.
registry::Scope read_scope(ObjectReader& in);
// nullopt: there is none.
std::optional<registry::Scope> read_scope_if_given(ObjectReader& in, bool required = false);
boost::json::object scope_document(registry::RegistryStore& registry, const Clock& clock, const registry::Scope& scope);
// Fails: Invalid access.bad_scope; as RegistryStore.
Done scope_exists(registry::RegistryStore& registry, const Clock& clock, const registry::Scope& scope);

}  // namespace huabiao::http
