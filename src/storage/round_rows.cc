#include "storage/round_rows.h"

#include <algorithm>

#include "storage/cursor.h"
#include "storage/reach_sql.h"
#include "storage/rendered_rows.h"
#include "storage/sql_text.h"
#include "storage/tls_rows.h"
#include "storage/verdict_rows.h"
#include "storage/visit_rows.h"
#include "storage/walk_rows.h"

namespace huabiao::storage {
namespace {

using monitor::Round;
using monitor::RoundId;
using monitor::RoundKind;
using monitor::RoundState;
using monitor::Target;

constexpr std::string_view kRoundColumns = "SELECT id, kind, state, started, ended, targets, done, author FROM round ";

Round read_round(const Statement& row) {
  Round round;
  round.id.value = row.integer(0);
  round.kind = static_cast<RoundKind>(row.integer(1));
  round.state = static_cast<RoundState>(row.integer(2));
  round.started = row.time(3);
  if (!row.null(4)) round.ended = row.time(4);
  round.targets = row.integer(5);
  round.done = row.integer(6);
  round.by = row.text(7);
  return round;
}

RoundId insert_round(Connection& connection, RoundKind kind, const std::string& by, TimePoint now) {
  connection
      .prepare(
          "INSERT INTO round(kind, state, started, ended, targets, done, author, series, number) VALUES("
          "?1, 0, ?2, NULL, 0, 0, ?3, ?4, (SELECT coalesce(max(number), 0) + 1 FROM round WHERE series = ?4))")
      .bind(1, static_cast<std::int64_t>(kind))
      .bind(2, now)
      .bind(3, by)
      .bind(4, kind == RoundKind::Watch ? kWatchSeries : 0)
      .run();
  const RoundId id{connection.last_id()};
  if (kind == RoundKind::Selection || kind == RoundKind::Addresses)
    connection.prepare("UPDATE round SET series = id, number = 1 WHERE id = ?1").bind(1, id).run();
  return id;
}

void insert_targets(Connection& connection, RoundId round, std::span<const Target> targets) {
  std::int64_t position = 0;
  for (const Target& target : targets)
    connection
        .prepare(
            "INSERT INTO round_target(round, position, site, host, port, path, done) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0)")
        .bind(1, round)
        .bind(2, ++position)
        .bind(3, target.site)
        .bind(4, target.host)
        .bind(5, std::int64_t{target.port})
        .bind(6, target.path)
        .run();
  connection.prepare("UPDATE round SET targets = (SELECT count(*) FROM round_target WHERE round = ?1) WHERE id = ?1")
      .bind(1, round)
      .run();
}

std::int64_t complete(Connection& connection, RoundId round, const monitor::Visit& visit) {
  connection
      .prepare(
          "UPDATE round_target SET done = 1 WHERE round = ?1 AND site = ?2 AND host = ?3 AND port = ?4 AND "
          "path = ?5 AND done = 0")
      .bind(1, round)
      .bind(2, visit.site)
      .bind(3, visit.host)
      .bind(4, std::int64_t{visit.port})
      .bind(5, visit.path)
      .run();
  return connection.changed();
}

// Rows of one round: those whose interval holds its number. The newest round's stand in order in the index.
SqlText rows_of(Connection& connection, const RoundPlace& place, const monitor::RoundRowQuery& query, TimePoint now) {
  std::int64_t newest = 0;
  {
    Statement row = connection.prepare("SELECT max(last_number) FROM visit_row WHERE series = ?1");
    row.bind(1, place.series);
    if (row.step()) newest = row.integer(0);
  }
  SqlText sql;
  sql.add(" FROM visit_row WHERE series = ?", place.series);
  sql.add(newest == place.number ? " AND last_number = ?" : " AND last_number >= ?", place.number);
  sql.add(" AND first_number <= ?", place.number);
  if (query.outcome) sql.add(" AND outcome = ?", static_cast<std::int64_t>(*query.outcome));
  if (!query.reach.everywhere) {
    sql.add(" AND EXISTS(SELECT 1 FROM site_summary s WHERE s.site = visit_row.site");
    add_reach(sql, query.reach, now);
    sql.add(")");
  }
  return sql;
}

}  // namespace

Result<RoundId> RoundRows::begin_round(RoundKind kind, std::span<const Target> targets, const std::string& by) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    if (kind == RoundKind::Estate) {
      Statement running = write->prepare("SELECT id FROM round WHERE state = 0 AND kind = 0");
      if (running.step()) throw Failure({Kind::Conflict, "round.unfinished", std::to_string(running.integer(0)), {}});
    }
    const RoundId round = insert_round(*write, kind, by, database_.now());
    insert_targets(*write, round, targets);
    write.commit();
    return round;
  });
}

Result<std::optional<Round>> RoundRows::unfinished_round() {
  return at_rim([&]() -> std::optional<Round> {
    Database::Reader reader(database_);
    Statement row =
        reader->prepare(std::string(kRoundColumns) + "WHERE state = 0 AND kind <> 3 ORDER BY id DESC LIMIT 1");
    if (!row.step()) return std::nullopt;
    return read_round(row);
  });
}

Result<std::vector<Round>> RoundRows::unfinished_watch_rounds() {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<Round> rounds;
    Statement rows = reader->prepare(std::string(kRoundColumns) + "WHERE state = 0 AND kind = 3 ORDER BY id");
    while (rows.step()) rounds.push_back(read_round(rows));
    return rounds;
  });
}

Result<std::vector<Target>> RoundRows::pending(RoundId round) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<Target> targets;
    Statement rows = reader->prepare(
        "SELECT site, host, port, path FROM round_target WHERE round = ?1 AND done = 0 ORDER BY position");
    rows.bind(1, round);
    while (rows.step())
      targets.push_back({rows.integer(0), rows.text(1), static_cast<std::uint16_t>(rows.integer(2)), rows.text(3)});
    return targets;
  });
}

Done RoundRows::save(RoundId round, std::span<const monitor::SiteRows> batch) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Normal);
    const RoundPlace place = place_of(*write, round);
    std::int64_t count = 0;
    for (const monitor::SiteRows& site : batch) {
      if (site.verdict) roll_up(*write, round, site, database_.now());
      for (const monitor::VisitRecord& record : site.rows) {
        put_visit(*write, place, record);
        put_walk(*write, record);
        put_tls_set(*write, record);
        put_rendered(*write, record);
        count += complete(*write, round, record.visit);
      }
    }
    if (count > 0)
      write->prepare("UPDATE round SET done = done + ?2 WHERE id = ?1").bind(1, round).bind(2, count).run();
    write.commit();
  });
}

Done RoundRows::finish_round(RoundId round, RoundState state) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    place_of(*write, round);
    write->prepare("UPDATE round SET state = ?2, ended = ?3 WHERE id = ?1")
        .bind(1, round)
        .bind(2, static_cast<std::int64_t>(state))
        .bind(3, database_.now())
        .run();
    write->prepare("DELETE FROM round_target WHERE round = ?1").bind(1, round).run();
    write.commit();
    write->engine().after_large_change();
  });
}

Result<std::optional<Round>> RoundRows::round(RoundId id) {
  return at_rim([&]() -> std::optional<Round> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kRoundColumns) + "WHERE id = ?1");
    row.bind(1, id);
    if (!row.step()) return std::nullopt;
    return read_round(row);
  });
}

Result<std::vector<Round>> RoundRows::rounds(std::size_t limit) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<Round> rounds;
    Statement rows = reader->prepare(std::string(kRoundColumns) + "WHERE kind <> 3 ORDER BY id DESC LIMIT ?1");
    rows.bind(1, static_cast<std::int64_t>(limit));
    while (rows.step()) rounds.push_back(read_round(rows));
    return rounds;
  });
}

Result<monitor::RowPage> RoundRows::rows(RoundId round, const monitor::RoundRowQuery& query) {
  return at_rim([&] {
    Database::Reader reader(database_);
    const RoundPlace place = place_of(*reader, round);
    const std::string order = "round." + std::to_string(round.value);
    const Cursor cursor = Cursor::read(query.cursor, order, "round.bad_cursor");
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, monitor::kMaxPage);
    const SqlText from = rows_of(*reader, place, query, database_.now());
    monitor::RowPage page;
    {
      SqlText count;
      count.add("SELECT count(*)").add(from);
      Statement row = reader->prepare(count.text());
      count.bind(row);
      if (row.step()) page.total = row.integer(0);
    }
    SqlText sql;
    sql.add("SELECT ").add(kVisitColumns).add(from);
    if (cursor.set)
      sql.add(" AND (site, host, port, path, id) > (SELECT site, host, port, path, id FROM visit_row WHERE id = ?)",
              cursor.id);
    sql.add(" ORDER BY site, host, port, path, id LIMIT ?", static_cast<std::int64_t>(limit + 1));
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) page.rows.push_back(read_visit_row(rows));
    if (page.rows.size() > limit) {
      page.rows.pop_back();
      page.next = Cursor{.id = page.rows.back().row}.write(order);
    }
    return page;
  });
}

Result<std::vector<monitor::RoundRow>> RoundRows::latest_rows(std::int64_t site) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<monitor::RoundRow> kept;
    Statement rows = reader->prepare("SELECT " + std::string(kVisitColumns) +
                                     " FROM visit_row WHERE site = ?1 AND latest = 1 ORDER BY host, port, path");
    rows.bind(1, site);
    while (rows.step()) kept.push_back(read_visit_row(rows));
    return kept;
  });
}

Result<std::vector<monitor::RoundRow>> RoundRows::history(std::int64_t site, std::size_t limit) {
  return at_rim([&] {
    Database::Reader reader(database_);
    std::vector<monitor::RoundRow> kept;
    Statement rows = reader->prepare("SELECT " + std::string(kVisitColumns) +
                                     " FROM visit_row WHERE site = ?1 ORDER BY last_at DESC, id DESC LIMIT ?2");
    rows.bind(1, site).bind(2, static_cast<std::int64_t>(limit));
    while (rows.step()) kept.push_back(read_visit_row(rows));
    return kept;
  });
}

}  // namespace huabiao::storage
