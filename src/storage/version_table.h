#pragma once
// The one way a fact with two times is written. Each *_version table holds what was believed when: rows of one id that
// are believed now (recorded_to = kForever) never overlap in effective time; nothing is ever overwritten, only closed.
// Internal to this room.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "registry/store.h"
#include "storage/connection.h"

namespace huabiao::storage {

enum class Written : bool { No, Yes };  // No: it was there already

// What happens inside a write transaction.
struct Authorship {
  std::string by;
  registry::ImportId import;
  TimePoint now;
};

// How T lies in its tables. Specialised in register_rows.cc for Organisation, Site, Declaration, Contact.
template <class T>
struct RowsOf;

template <class T>
using VersionsOf = std::vector<std::pair<std::int64_t, registry::Versioned<T>>>;  // with their row numbers

// Makes a new id.
template <class T>
std::int64_t new_id(Connection& connection);
// Rows believed now, by effective time.
template <class T>
VersionsOf<T> believed(Connection& connection, std::int64_t id);
// What is true and believed at `now`.
template <class T>
std::optional<registry::Versioned<T>> current(Connection& connection, std::int64_t id, TimePoint now);
// From now on it is recorded that within `span` `value` holds (nullopt: that nothing holds).
template <class T>
Written write(Connection& connection, std::int64_t id, const std::optional<T>& value, const registry::Span& span,
              const Authorship& authorship);

// The same for an id that new_id() has just made: there is nothing to compare with.
template <class T>
void write_first(Connection& connection, std::int64_t id, const T& value, const registry::Span& span,
                 const Authorship& authorship);

}  // namespace huabiao::storage
