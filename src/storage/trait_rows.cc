#include "storage/trait_rows.h"

namespace huabiao::storage {
namespace {

constexpr std::chrono::days kForgotten{400};  // longer than WaveLimits::kMemoryDays

// Where the page was asked, without its scheme: http and https of one address are one page.
std::string place_of(const std::string& asked_url, const std::string& host) {
  const auto scheme = asked_url.find("://");
  if (scheme == std::string::npos) return host + "/";
  return asked_url.substr(scheme + 3);
}

monitor::Sighting read_sighting(const Statement& row) {
  monitor::Sighting one;
  one.trait.kind = static_cast<monitor::TraitKind>(row.integer(0));
  one.trait.role = static_cast<monitor::TraitRole>(row.integer(1));
  one.trait.value = row.text(2);
  one.site = row.integer(3);
  one.finding = row.integer(4);
  one.first_seen = row.time(5);
  one.last_seen = row.time(6);
  one.severity = static_cast<monitor::Severity>(row.integer(7));
  one.open = row.integer(8) != 0;
  one.place = place_of(row.text(9), row.text(10));
  return one;
}

}  // namespace

Result<monitor::SharedTraits> TraitRows::shared_traits(TimePoint since) {
  return at_rim([&] {
    Database::Reader reader(database_);
    monitor::SharedTraits shared;
    shared.estate = reader->integer("SELECT count(*) FROM site_summary");
    // 2: FindingState::Resolved and FindingDecision::FalseAlarm. A decision that ran out is none.
    Statement rows = reader->prepare(
        "WITH shared(kind, value) AS (SELECT kind, value FROM trait GROUP BY kind, value HAVING min(site) < max(site)) "
        "SELECT t.kind, t.role, t.value, t.site, t.finding, t.first_seen, t.last_seen, f.severity, "
        "f.state <> 2 AND (f.decision = 0 OR f.decided_until <= ?2), f.asked_url, f.host "
        "FROM shared s JOIN trait t ON t.kind = s.kind AND t.value = s.value JOIN finding f ON f.id = t.finding "
        "WHERE t.last_seen >= ?1 AND (f.decision <> 2 OR f.decided_until <= ?2)");
    rows.bind(1, since).bind(2, database_.now());
    while (rows.step()) shared.sightings.push_back(read_sighting(rows));
    return shared;
  });
}

Result<std::int64_t> TraitRows::version() {
  return at_rim([&] {
    Database::Reader reader(database_);
    return reader->integer("SELECT number FROM trait_change");
  });
}

void put_traits(Connection& connection, const monitor::KeptFinding& finding, TimePoint now) {
  if (finding.finding.traits.empty()) return;
  for (const monitor::Trait& trait : finding.finding.traits)
    connection
        .prepare(
            "INSERT INTO trait(finding, kind, value, role, site, first_seen, last_seen) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6) "
            "ON CONFLICT(finding, kind, value) DO UPDATE SET role = excluded.role, last_seen = excluded.last_seen")
        .bind(1, finding.id)
        .bind(2, static_cast<std::int64_t>(trait.kind))
        .bind(3, trait.value)
        .bind(4, static_cast<std::int64_t>(trait.role))
        .bind(5, finding.site)
        .bind(6, now)
        .run();
  connection.prepare("DELETE FROM trait WHERE finding = ?1 AND last_seen < ?2")
      .bind(1, finding.id)
      .bind(2, now - kForgotten)
      .run();
}

std::vector<monitor::Trait> traits_of(Connection& connection, monitor::FindingId finding) {
  std::vector<monitor::Trait> traits;
  Statement rows = connection.prepare("SELECT kind, role, value FROM trait WHERE finding = ?1");
  rows.bind(1, finding);
  while (rows.step())
    traits.push_back({static_cast<monitor::TraitKind>(rows.integer(0)),
                      static_cast<monitor::TraitRole>(rows.integer(1)), rows.text(2)});
  return traits;
}

void note_trait_change(Connection& connection, monitor::Category category) {
  if (monitor::is_attack(category) || category == monitor::Category::ForeignResource)
    connection.prepare("UPDATE trait_change SET number = number + 1").run();
}

}  // namespace huabiao::storage
