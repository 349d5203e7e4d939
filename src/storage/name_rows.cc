#include "storage/name_rows.h"

#include <algorithm>

#include "monitor/record/record.h"
#include "storage/text_list.h"

namespace huabiao::storage {
namespace {

using monitor::GivenExpectation;
using monitor::HostNames;

constexpr std::string_view kNameColumns = "SELECT site, host, at, facts, known FROM host_names ";
constexpr std::string_view kExpectColumns = "SELECT site, host, mode, entries, author, at FROM expected_names ";

HostNames read_names_row(const Statement& row) {
  return {.site = row.integer(0),
          .host = row.text(1),
          .facts = must(monitor::record::read_names(row.text(3))),
          .known = must(monitor::record::read_known_names(row.text(4))),
          .at = row.time(2)};
}

GivenExpectation read_expectation(const Statement& row) {
  constexpr auto kLastMode = static_cast<std::int64_t>(monitor::kExpectModeNames.size()) - 1;
  return {.site = row.integer(0),
          .host = row.text(1),
          .expected = {.mode = static_cast<monitor::ExpectMode>(std::clamp<std::int64_t>(row.integer(2), 0, kLastMode)),
                       .entries = split_list(row.text(3))},
          .by = row.text(4),
          .at = row.time(5)};
}

}  // namespace

Result<std::optional<HostNames>> NameRows::names(std::int64_t site, std::string_view host) {
  return at_rim([&]() -> std::optional<HostNames> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kNameColumns) + "WHERE site = ?1 AND host = ?2");
    row.bind(1, site).bind(2, host);
    if (!row.step()) return std::nullopt;
    return read_names_row(row);
  });
}

Result<std::vector<HostNames>> NameRows::names_of(std::int64_t site) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<HostNames> all;
    Statement rows = reader->prepare(std::string(kNameColumns) + "WHERE site = ?1 ORDER BY host");
    rows.bind(1, site);
    while (rows.step()) all.push_back(read_names_row(rows));
    return all;
  });
}

Done NameRows::keep(std::span<const HostNames> batch) {
  return at_rim([&] {
    // What a power failure takes back is learnt again at the next look.
    Database::Write write(database_, Durability::Normal);
    for (const HostNames& one : batch) {
      Statement row = write->prepare(
          "INSERT INTO host_names(site, host, at, facts, known) VALUES(?1, ?2, ?3, ?4, ?5) "
          "ON CONFLICT(site, host) DO UPDATE SET at = excluded.at, facts = excluded.facts, known = excluded.known");
      row.bind(1, one.site).bind(2, one.host).bind(3, one.at);
      row.bind(4, monitor::record::write_names(one.facts)).bind(5, monitor::record::write_known_names(one.known));
      row.run();
    }
    write.commit();
  });
}

Result<std::vector<GivenExpectation>> NameRows::expectations() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<GivenExpectation> all;
    Statement rows =
        reader->prepare(std::string(kExpectColumns) +
                        "WHERE id IN (SELECT max(id) FROM expected_names GROUP BY site, host) ORDER BY site, host");
    while (rows.step()) all.push_back(read_expectation(rows));
    return all;
  });
}

Result<std::vector<GivenExpectation>> NameRows::expectations_of(std::int64_t site) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<GivenExpectation> all;
    Statement rows = reader->prepare(std::string(kExpectColumns) + "WHERE site = ?1 ORDER BY id DESC");
    rows.bind(1, site);
    while (rows.step()) all.push_back(read_expectation(rows));
    return all;
  });
}

Done NameRows::expect(std::int64_t site, const std::string& host, const monitor::ExpectedNames& expected,
                      const std::string& by) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    Statement row = write->prepare(
        "INSERT INTO expected_names(site, host, mode, entries, author, at) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    row.bind(1, site).bind(2, host).bind(3, static_cast<std::int64_t>(expected.mode));
    row.bind(4, join_list(expected.entries)).bind(5, by).bind(6, database_.now()).run();
    write.commit();
  });
}

}  // namespace huabiao::storage
