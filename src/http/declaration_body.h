#pragma once
// Bodies that edit the register, read into its nouns. Inside this room only.

#include "access/bounds.h"
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
// Which site holds a name already is told to those who see every site; the others learn that it is held.
Error discreet(Error error, const registry::Reach& reach);

void read_region(ObjectReader& in, std::string& region);
void read_effective(ObjectReader& in, registry::Edit& edit);

// Names of units, asked for once each. Lifetime: the store outlives it.
OrganisationNames organisation_names(registry::RegistryStore& store, const registry::AsOf& as_of);

Response no_content();

// What an edit or an end names: the record, and recorded.from of the version its sender saw.
struct Edited {
  std::int64_t id = 0;
  TimePoint seen{};
};
// What a body names must lie in the caller's reach, too. Fails: Denied http.beyond_reach; as Bounds.
Done must_hold(access::Bounds& bounds, const registry::Reach& reach, access::RecordKind kind, std::int64_t id);
Done must_hold_region(const registry::Reach& reach, std::string_view code);

// From the path and If-Match. Fails: as path_id and if_match.
Result<Edited> edited_record(const Request& request);

// Fails: as the store; NotFound `code` when there is no such record.
template <class T>
Result<T> must_be(Result<std::optional<T>>&& found, const char* code, std::int64_t id) {
  if (!found) return fail(std::move(found));
  if (!*found) return fail(Kind::NotFound, code, std::to_string(id));
  return *std::move(*found);
}

// DELETE of one record of the register.
template <class Id>
Answer end_record(registry::RegistryStore& store, const Request& request) {
  auto record = edited_record(request);
  if (!record) return fail(std::move(record));
  auto done = store.remove(Id{record->id}, {.by = request.caller->account.name, .seen = record->seen});
  if (!done) return fail(std::move(done));
  return no_content();
}

boost::json::object page_document(boost::json::array items, std::string_view next, std::int64_t total);

}  // namespace huabiao::http
