#include "storage/audit_rows.h"

#include <algorithm>

#include "storage/cursor.h"
#include "storage/postgres_sql.h"
#include "storage/sql_text.h"

namespace huabiao::storage {
namespace {

using access::AuditEntry;
using access::AuditLink;
using access::AuditStage;

constexpr std::int64_t kDropAtOnce = 10'000, kLookedBack = 100'000;
constexpr std::string_view kColumns =
    "SELECT sequence, at, stage, way, account, who, address, request, action, object, result, intent, count, asked, "
    "before, after, algorithm, hash FROM entry ";

AuditEntry read_entry(const Statement& row) {
  AuditEntry entry{.sequence = row.integer(0),
                   .at = row.time(1),
                   .stage = static_cast<AuditStage>(row.integer(2)),
                   .way = static_cast<access::AuditWay>(row.integer(3)),
                   .account = row.integer(4),
                   .who = row.text(5),
                   .address = row.text(6),
                   .request = row.text(7),
                   .action = row.text(8),
                   .object = row.text(9),
                   .result = row.text(10),
                   .intent = row.integer(11),
                   .count = row.integer(12),
                   .asked = row.text(13),
                   .before = row.text(14),
                   .after = row.text(15),
                   .algorithm = digest_kind(row.text(16)).value_or(DigestKind::Sha256),
                   .hash = row.text(17)};
  // A number no stage or way has was put there by somebody else; as the nearest one it fails the chain.
  entry.stage = std::min(entry.stage, AuditStage::Failed);
  entry.way = std::min(entry.way, access::AuditWay::Server);
  return entry;
}

AuditLink anchor_of(Connection& connection) {
  Statement row = connection.prepare("SELECT sequence, hash FROM anchor");
  if (!row.step()) throw Failure({Kind::Environment, "storage.corrupt", "audit.db has no anchor", {}});
  return {row.integer(0), row.text(1)};
}

AuditLink last_of(Connection& connection) {
  Statement row = connection.prepare("SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1");
  if (row.step()) return {row.integer(0), row.text(1)};
  return anchor_of(connection);
}

void insert(Connection& connection, const AuditEntry& entry) {
  Statement row = connection.prepare(
      "INSERT INTO entry(sequence, at, stage, way, account, who, address, request, action, object, result, intent, "
      "count, asked, before, after, algorithm, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
      "?14, ?15, ?16, ?17, ?18)");
  row.bind(1, entry.sequence).bind(2, entry.at).bind(3, static_cast<std::int64_t>(entry.stage));
  row.bind(4, static_cast<std::int64_t>(entry.way)).bind(5, entry.account).bind(6, entry.who);
  row.bind(7, entry.address).bind(8, entry.request).bind(9, entry.action).bind(10, entry.object);
  row.bind(11, entry.result).bind(12, entry.intent).bind(13, entry.count).bind(14, entry.asked);
  row.bind(15, entry.before).bind(16, entry.after).bind(17, to_string(entry.algorithm)).bind(18, entry.hash).run();
}

// Entries are written in the order of time but for steps of the clock: the bounds as sequences, each found by an index.
void add_times(SqlText& sql, const access::AuditQuery& query) {
  if (query.from) {
    sql.add(" AND sequence >= coalesce((SELECT sequence FROM entry WHERE at >= ? ORDER BY at, sequence LIMIT 1), ",
            to_millis(*query.from));
    sql.add("9223372036854775807)");
  }
  if (query.until) {
    sql.add(
        " AND sequence <= coalesce((SELECT sequence FROM entry WHERE at < ? ORDER BY at DESC, sequence DESC LIMIT 1),",
        to_millis(*query.until));
    sql.add(" -1)");
  }
}

}  // namespace

Result<AuditLink> AuditRows::append(AuditEntry entry) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    const AuditLink last = last_of(*write);
    // As every engine keeps it: the chain is over what can be read again.
    for (std::string* text : {&entry.who, &entry.address, &entry.request, &entry.action, &entry.object, &entry.result,
                              &entry.asked, &entry.before, &entry.after})
      *text = postgres_text(*text);
    entry.sequence = last.sequence + 1;
    entry.hash = access::chained_hash(last.hash, entry);
    insert(*write, entry);
    write.commit();
    return AuditLink{entry.sequence, entry.hash};
  });
}

Result<access::AuditPage> AuditRows::list(const access::AuditQuery& query) {
  return at_rim([&] {
    constexpr std::string_view kOrder = "audit";
    Database::Reader reader(database_);
    const Cursor cursor = Cursor::read(query.cursor, kOrder, "audit.bad_cursor");
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, access::kAuditPage);
    SqlText sql;
    sql.add(kColumns).add("WHERE ");
    if (query.stage)
      sql.add("stage = ?", static_cast<std::int64_t>(*query.stage));
    else
      sql.add("stage <> ?", static_cast<std::int64_t>(AuditStage::Intended));
    if (!query.who.empty()) sql.add(" AND who = ?", query.who);
    if (!query.object.empty()) sql.add(" AND object = ?", query.object);
    add_times(sql, query);
    if (cursor.set) sql.add(" AND sequence < ?", cursor.id);
    sql.add(" ORDER BY sequence DESC LIMIT ?", static_cast<std::int64_t>(limit + 1));
    access::AuditPage page;
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) page.rows.push_back(read_entry(rows));
    if (page.rows.size() > limit) {
      page.rows.pop_back();
      page.next = Cursor{{}, page.rows.back().sequence}.write(kOrder);
    }
    return page;
  });
}

Result<std::optional<AuditEntry>> AuditRows::entry(std::int64_t sequence) {
  return at_rim([&]() -> std::optional<AuditEntry> {
    Database::Reader reader(database_);
    Statement row = reader->prepare(std::string(kColumns) + "WHERE sequence = ?1");
    row.bind(1, sequence);
    if (!row.step()) return std::nullopt;
    return read_entry(row);
  });
}

Result<std::vector<AuditEntry>> AuditRows::after(std::int64_t sequence, std::size_t limit) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare(std::string(kColumns) + "WHERE sequence > ?1 ORDER BY sequence LIMIT ?2");
    rows.bind(1, sequence).bind(2, static_cast<std::int64_t>(limit));
    std::vector<AuditEntry> entries;
    while (rows.step()) entries.push_back(read_entry(rows));
    return entries;
  });
}

Result<std::vector<AuditEntry>> AuditRows::open_intents(TimePoint than) {
  return at_rim([&] {
    Database::Reader reader(database_);
    Statement rows = reader->prepare(
        std::string(kColumns) +
        "WHERE stage = ?1 AND at < ?2 AND sequence > ?3 AND NOT EXISTS(SELECT 1 FROM entry c WHERE c.intent > 0 AND "
        "c.intent = entry.sequence) ORDER BY sequence");
    rows.bind(1, static_cast<std::int64_t>(AuditStage::Intended)).bind(2, than);
    rows.bind(3, last_of(*reader).sequence - kLookedBack);
    std::vector<AuditEntry> entries;
    while (rows.step()) entries.push_back(read_entry(rows));
    return entries;
  });
}

Result<AuditLink> AuditRows::last() {
  return at_rim([&] {
    Database::Reader reader(database_);
    return last_of(*reader);
  });
}

Result<AuditLink> AuditRows::anchor() {
  return at_rim([&] {
    Database::Reader reader(database_);
    return anchor_of(*reader);
  });
}

Result<std::int64_t> AuditRows::drop_older(TimePoint than) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    AuditLink anchor = anchor_of(*write);
    std::int64_t dropped = 0;
    {
      Statement rows =
          write->prepare("SELECT sequence, hash, at FROM entry WHERE sequence > ?1 ORDER BY sequence LIMIT ?2");
      rows.bind(1, anchor.sequence).bind(2, kDropAtOnce);
      for (; rows.step() && rows.time(2) < than; ++dropped) anchor = {rows.integer(0), rows.text(1)};
    }
    if (dropped == 0) return dropped;
    write->prepare("UPDATE anchor SET sequence = ?1, hash = ?2").bind(1, anchor.sequence).bind(2, anchor.hash).run();
    write->prepare("DELETE FROM entry WHERE sequence <= ?1").bind(1, anchor.sequence).run();
    write.commit();
    return dropped;
  });
}

}  // namespace huabiao::storage
