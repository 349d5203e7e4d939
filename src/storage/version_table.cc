#include "storage/version_table.h"

#include <algorithm>

#include "storage/register_rows.h"

namespace huabiao::storage {

using registry::kForever;
using registry::Span;
using registry::Versioned;

template <class T>
std::int64_t new_id(Connection& connection) {
  connection.prepare("INSERT INTO " + std::string(RowsOf<T>::kName) + " DEFAULT VALUES").run();
  return connection.last_id();
}

template <class T>
VersionsOf<T> believed(Connection& connection, std::int64_t id) {
  VersionsOf<T> versions;
  Statement rows =
      connection.prepare(RowsOf<T>::select() + " WHERE v.id = ?1 AND v.recorded_to = ?2 ORDER BY v.valid_from");
  rows.bind(1, id).bind(2, kForever);
  while (rows.step()) versions.emplace_back(rows.integer(0), RowsOf<T>::read(connection, rows));
  return versions;
}

template <class T>
std::optional<Versioned<T>> current(Connection& connection, std::int64_t id, TimePoint now) {
  Statement rows = connection.prepare(
      RowsOf<T>::select() + " WHERE v.id = ?1 AND v.recorded_to = ?2 AND v.valid_from <= ?3 AND v.valid_to > ?3");
  rows.bind(1, id).bind(2, kForever).bind(3, now);
  if (!rows.step()) return std::nullopt;
  return RowsOf<T>::read(connection, rows);
}

namespace {

template <class T>
bool says_so_already(const VersionsOf<T>& versions, const std::optional<T>& value, const Span& span) {
  TimePoint covered = span.from;
  for (const auto& [row, version] : versions) {
    const bool overlaps = version.effective.from < span.to && span.from < version.effective.to;
    if (!overlaps) continue;
    if (!value || version.value != *value || version.effective.from > covered) return false;
    covered = version.effective.to;
  }
  return !value || covered >= span.to;
}

// The recorded time of this change: never before what was recorded last, whatever the clock says.
template <class T>
TimePoint recorded_now(Connection& connection, std::int64_t id, TimePoint now) {
  Statement last =
      connection.prepare("SELECT max(recorded_from) FROM " + std::string(RowsOf<T>::kName) + "_version WHERE id = ?1");
  last.bind(1, id);
  return last.step() && !last.null(0) ? std::max(now, last.time(0)) : now;
}

template <class T>
void close(Connection& connection, std::int64_t row, TimePoint recorded_from, const Authorship& authorship) {
  const std::string table = std::string(RowsOf<T>::kName) + "_version";
  if (recorded_from == authorship.now) {  // believed for no time at all: as if never written
    connection.prepare("DELETE FROM " + table + " WHERE row = ?1").bind(1, row).run();
    return;
  }
  connection.prepare("UPDATE " + table + " SET recorded_to = ?2, closed_by = ?3 WHERE row = ?1")
      .bind(1, row)
      .bind(2, authorship.now)
      .bind(3, authorship.by)
      .run();
}

template <class T>
void insert(Connection& connection, std::int64_t id, const T& value, const Span& span, const Authorship& authorship) {
  if (span.empty()) return;
  Statement row = connection.prepare(RowsOf<T>::insert());
  row.bind(1, id).bind(2, span.from).bind(3, span.to).bind(4, authorship.now).bind(5, kForever);
  row.bind(6, authorship.by).bind_or_null(7, authorship.import);
  RowsOf<T>::bind(row, 8, value);
  row.run();
  RowsOf<T>::after_insert(connection, connection.last_id(), value);
}

}  // namespace

template <class T>
Written write(Connection& connection, std::int64_t id, const std::optional<T>& value, const Span& span,
              const Authorship& given) {
  const VersionsOf<T> versions = believed<T>(connection, id);
  if (says_so_already(versions, value, span)) return Written::No;
  Authorship authorship = given;
  authorship.now = recorded_now<T>(connection, id, given.now);
  for (const auto& [row, version] : versions) {
    const Span& was = version.effective;
    if (was.from >= span.to || span.from >= was.to) continue;
    close<T>(connection, row, version.recorded.from, authorship);
    insert<T>(connection, id, version.value, {was.from, std::min(was.to, span.from)}, authorship);
    insert<T>(connection, id, version.value, {std::max(was.from, span.to), was.to}, authorship);
  }
  if (value) insert<T>(connection, id, *value, span, authorship);
  return Written::Yes;
}

template <class T>
void write_first(Connection& connection, std::int64_t id, const T& value, const Span& span,
                 const Authorship& authorship) {
  insert<T>(connection, id, value, span, authorship);
}

// NOLINTBEGIN(bugprone-macro-parentheses): T is a type
#define HUABIAO_VERSIONED(T)                                                                                     \
  template std::int64_t new_id<T>(Connection&);                                                                  \
  template VersionsOf<T> believed<T>(Connection&, std::int64_t);                                                 \
  template std::optional<Versioned<T>> current<T>(Connection&, std::int64_t, TimePoint);                         \
  template Written write<T>(Connection&, std::int64_t, const std::optional<T>&, const Span&, const Authorship&); \
  template void write_first<T>(Connection&, std::int64_t, const T&, const Span&, const Authorship&);
// NOLINTEND(bugprone-macro-parentheses)
HUABIAO_VERSIONED(registry::Organisation)
HUABIAO_VERSIONED(registry::Site)
HUABIAO_VERSIONED(registry::Declaration)
HUABIAO_VERSIONED(registry::Contact)
#undef HUABIAO_VERSIONED

}  // namespace huabiao::storage
