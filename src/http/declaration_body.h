#pragma once
// Bodies that edit the register, read into its nouns. Inside this room only.

#include "http/estate_json.h"
#include "http/json.h"
#include "registry/store.h"

namespace huabiao::http {

// A name as typed, with or without :port or a whole address around it. Fails: as web::parse_host.
Result<registry::DeclaredName> read_name(std::string_view typed);

// DeclarationNew or DeclarationEdit over `before`; faults go to the reader's list.
registry::Declaration read_declaration(ObjectReader& in, registry::Declaration before, registry::Edit& edit,
                                       bool is_new);
// What saving would refuse, found out before anything is saved: an unknown unit, a name another site holds.
Done check_declaration(registry::RegistryStore& store, const registry::Declaration& declaration, TimePoint now);

void read_region(ObjectReader& in, std::string& region);
void read_effective(ObjectReader& in, registry::Edit& edit);

// Names of units, asked for once each. Lifetime: the store outlives it.
OrganisationNames organisation_names(registry::RegistryStore& store, const registry::AsOf& as_of);

boost::json::object page_document(boost::json::array items, std::string_view next, std::int64_t total);
Response no_content();

}  // namespace huabiao::http
