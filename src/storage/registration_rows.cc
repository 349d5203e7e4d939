#include "storage/registration_rows.h"

#include "monitor/record/record.h"

namespace huabiao::storage {
namespace {

using monitor::DomainLook;
using monitor::RegistrationFacts;
using monitor::RegistrationInterval;

constexpr std::string_view kLookColumns = "SELECT at, due, failures, accusing, facts, known FROM registration_look ";
constexpr std::string_view kIntervalColumns = "SELECT first_seen, last_seen, facts FROM registration ";

DomainLook read_look(const Statement& row) {
  return {.facts = must(monitor::record::read_registration(row.text(4))),
          .known = must(monitor::record::read_known_registration(row.text(5))),
          .at = row.time(0),
          .due = row.time(1),
          .failures = static_cast<int>(row.integer(2)),
          .accusing = static_cast<int>(row.integer(3))};
}

RegistrationInterval read_interval(const Statement& row) {
  return {.from = row.time(0), .to = row.time(1), .facts = must(monitor::record::read_registration(row.text(2)))};
}

// What makes two answers the same: not who gave it, and not when the registry last touched its record.
bool same_answer(const RegistrationFacts& a, const RegistrationFacts& b) {
  const auto core = [](monitor::Registration said) {
    said.changed.reset();
    return said;
  };
  return a.outcome == b.outcome && core(a.said) == core(b.said);
}

void put_look(Connection& connection, const DomainLook& look) {
  Statement row = connection.prepare(
      "INSERT INTO registration_look(domain, at, due, failures, accusing, facts, known) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(domain) DO UPDATE SET at = excluded.at, due = excluded.due, "
      "failures = excluded.failures, accusing = excluded.accusing, facts = excluded.facts, known = excluded.known");
  row.bind(1, look.facts.domain).bind(2, look.at).bind(3, look.due);
  row.bind(4, static_cast<std::int64_t>(look.failures)).bind(5, static_cast<std::int64_t>(look.accusing));
  row.bind(6, monitor::record::write_registration(look.facts));
  row.bind(7, monitor::record::write_known_registration(look.known)).run();
}

void put_answer(Connection& connection, const DomainLook& look) {
  const std::string facts = monitor::record::write_registration(look.facts);
  {
    Statement newest =
        connection.prepare(std::string(kIntervalColumns) + "WHERE domain = ?1 ORDER BY first_seen DESC LIMIT 1");
    newest.bind(1, look.facts.domain);
    if (newest.step()) {
      const RegistrationInterval before = read_interval(newest);
      // A clock that was set back begins no interval inside the one before.
      if (same_answer(before.facts, look.facts) || look.at <= before.from) {
        connection
            .prepare(
                "UPDATE registration SET last_seen = CASE WHEN last_seen > ?3 THEN last_seen ELSE ?3 END, facts = ?4 "
                "WHERE domain = ?1 AND first_seen = ?2")
            .bind(1, look.facts.domain)
            .bind(2, before.from)
            .bind(3, look.at)
            .bind(4, facts)
            .run();
        return;
      }
    }
  }
  connection.prepare("INSERT INTO registration(domain, first_seen, last_seen, facts) VALUES(?1, ?2, ?2, ?3)")
      .bind(1, look.facts.domain)
      .bind(2, look.at)
      .bind(3, facts)
      .run();
}

}  // namespace

Result<std::vector<DomainLook>> RegistrationRows::looks() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<DomainLook> all;
    Statement rows = reader->prepare(std::string(kLookColumns) + "ORDER BY domain");
    while (rows.step()) all.push_back(read_look(rows));
    return all;
  });
}

Result<std::optional<DomainLook>> RegistrationRows::look(std::string_view domain) {
  return at_rim([&]() -> std::optional<DomainLook> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kLookColumns) + "WHERE domain = ?1");
    row.bind(1, domain);
    if (!row.step()) return std::nullopt;
    return read_look(row);
  });
}

Result<std::vector<RegistrationInterval>> RegistrationRows::intervals(std::string_view domain) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<RegistrationInterval> all;
    Statement rows =
        reader->prepare(std::string(kIntervalColumns) + "WHERE domain = ?1 ORDER BY first_seen DESC LIMIT ?2");
    rows.bind(1, domain).bind(2, static_cast<std::int64_t>(kMostIntervals));
    while (rows.step()) all.push_back(read_interval(rows));
    return all;
  });
}

Done RegistrationRows::keep(std::span<const DomainLook> batch) {
  return at_rim([&] {
    // What a power failure takes back is asked again at the next look.
    Database::Write write(database_, Durability::Normal);
    for (const DomainLook& look : batch) {
      put_look(*write, look);
      if (answered(look.facts)) put_answer(*write, look);
    }
    write.commit();
  });
}

}  // namespace huabiao::storage
