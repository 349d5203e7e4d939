// The half of RoundStore that lists findings.
#include <algorithm>
#include <charconv>

#include "monitor/common_cause.h"
#include "registry/region.h"
#include "storage/cursor.h"
#include "storage/finding_rows.h"
#include "storage/reach_sql.h"
#include "storage/rendered_rows.h"
#include "storage/round_rows.h"
#include "storage/site_grams.h"
#include "storage/sql_text.h"

namespace huabiao::storage {
namespace {

using monitor::FindingQuery;
using monitor::FindingSort;
using monitor::KeptFinding;

constexpr std::int64_t kCountUpTo = 10'000;  // beyond it a total is "at least"

void add_decision(SqlText& sql, monitor::FindingDecision decision, TimePoint now) {
  if (decision == monitor::FindingDecision::None) {
    sql.add(" AND (f.decision = 0 OR f.decided_until <= ?)", to_millis(now));
    return;
  }
  sql.add(" AND f.decision = ?", static_cast<std::int64_t>(decision));
  sql.add(" AND (f.decided_until IS NULL OR f.decided_until > ?)", to_millis(now));
}

// The finding that explains f, where it stands and nobody called it a false alarm.
constexpr std::string_view kCauseOf =
    "(SELECT c.id FROM finding c WHERE f.cause <> '' AND c.fingerprint = f.cause AND c.state <> 2 AND "
    "(c.decision <> 2 OR c.decided_until <= ?))";

// Sites of the region, and common causes that explain what such a site suffers from.
void add_region(SqlText& sql, std::string_view region) {
  if (region.empty()) return;
  const std::string_view prefix = registry::region_prefix(region);
  const std::string_view column = prefix.size() == 2 ? "province" : prefix.size() == 4 ? "prefecture" : "region";
  sql.add(" AND (s.").add(column).add(" = ?", prefix);
  sql.add(" OR (f.site = ?", monitor::kEstate);
  sql.add(" AND EXISTS (SELECT 1 FROM finding e JOIN site_summary es ON es.site = e.site WHERE e.cause <> '' AND ")
      .add("e.cause = f.fingerprint AND es.")
      .add(column)
      .add(" = ?", prefix);
  sql.add(")))");
}

void add_unexplained(SqlText& sql, TimePoint now) {
  sql.add(" AND (f.cause = '' OR ").add(kCauseOf, to_millis(now)).add(" IS NULL)");
}

SqlText conditions_of(const FindingQuery& query, TimePoint now) {
  SqlText sql;
  if (query.site) sql.add(" AND f.site = ?", query.site);
  if (query.category) sql.add(" AND f.category = ?", static_cast<std::int64_t>(*query.category));
  if (query.at_least) sql.add(" AND f.severity >= ?", static_cast<std::int64_t>(*query.at_least));
  if (!query.states.empty()) {
    sql.add(" AND f.state IN (");
    for (std::size_t i = 0; i < query.states.size(); ++i)
      sql.add(i ? ", ?" : "?", static_cast<std::int64_t>(query.states[i]));
    sql.add(")");
  }
  if (query.decision) add_decision(sql, *query.decision, now);
  if (query.explained_by)
    sql.add(" AND f.cause <> '' AND f.cause = (SELECT fingerprint FROM finding WHERE id = ?)",
            query.explained_by->value);
  if (query.unexplained && query.reach.everywhere) add_unexplained(sql, now);
  add_reach(sql, query.reach, now);
  if (query.round) {
    sql.add(" AND f.first_round <= ?", query.round->value);
    sql.add(" AND f.last_round >= ?", query.round->value);
  }
  add_region(sql, query.region);
  for (const std::string& term : search_terms(query.text))
    sql.add(
        " AND instr(lower(coalesce(s.name, '') || '\x1f' || f.host || '\x1f' || f.rule || '\x1f' || f.subject "
        "|| '\x1f' || f.evidence), ?) > 0",
        term);
  return sql;
}

struct Order {
  std::string_view cursor, by;
};
Order order_of(FindingSort sort) {
  if (sort == FindingSort::Newest) return {"finding.newest", " ORDER BY f.last_seen DESC, f.id DESC"};
  return {"finding.severity", " ORDER BY f.severity DESC, f.last_seen DESC, f.id DESC"};
}

std::string cursor_value(const KeptFinding& row) {
  return std::to_string(static_cast<int>(row.finding.severity)) + " " + std::to_string(to_millis(row.life.last_seen));
}

void add_after(SqlText& sql, FindingSort sort, const Cursor& cursor) {
  if (!cursor.set) return;
  std::int64_t severity = 0, last_seen = 0;
  const char* end = cursor.value.data() + cursor.value.size();
  const auto first = std::from_chars(cursor.value.data(), end, severity);
  const bool spaced = first.ec == std::errc() && first.ptr != end && *first.ptr == ' ';
  if (!spaced || std::from_chars(first.ptr + 1, end, last_seen).ptr != end)
    throw Failure({Kind::Invalid, "round.bad_cursor", {}, {}});
  if (sort == FindingSort::SeverityThenNewest)
    sql.add(" AND (f.severity, f.last_seen, f.id) < (?", severity).add(", ?", last_seen);
  else
    sql.add(" AND (f.last_seen, f.id) < (?", last_seen);
  sql.add(", ?)", cursor.id);
}

std::vector<monitor::FindingMoment> moments_of(Connection& connection, monitor::FindingId id) {
  std::vector<monitor::FindingMoment> moments;
  Statement rows =
      connection.prepare("SELECT at, what, round, author, note FROM finding_moment WHERE finding = ?1 ORDER BY id");
  rows.bind(1, id);
  while (rows.step()) moments.push_back({rows.time(0), rows.text(1), {rows.integer(2)}, rows.text(3), rows.text(4)});
  return moments;
}

constexpr int kSiteNameColumn = kFindingColumns, kCauseColumn = kFindingColumns + 1;

monitor::FindingId cause_in(const Statement& row) {
  return {row.null(kCauseColumn) ? 0 : row.integer(kCauseColumn)};
}

}  // namespace

Result<monitor::FindingPage> RoundRows::findings(const FindingQuery& query) {
  return at_rim([&] {
    Database::Reader reader(database_);
    const Order order = order_of(query.sort);
    const Cursor cursor = Cursor::read(query.cursor, order.cursor, "round.bad_cursor");
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, monitor::kMaxPage);
    const SqlText conditions = conditions_of(query, database_.now());
    const std::string_view from = " FROM finding f LEFT JOIN site_summary s ON s.site = f.site WHERE true";
    monitor::FindingPage page;
    {
      SqlText count;
      count.add("SELECT count(*) FROM (SELECT 1").add(from).add(conditions).add(" LIMIT ?) counted", kCountUpTo + 1);
      Statement row = reader->prepare(count.text());
      count.bind(row);
      if (row.step()) page.total = std::min(row.integer(0), kCountUpTo);
      page.exact = row.integer(0) <= kCountUpTo;
    }
    SqlText sql;
    const TimePoint now = database_.now();
    sql.add("SELECT ").add(finding_columns()).add(", coalesce(s.name, ''), ").add(kCauseOf, to_millis(now));
    sql.add(from).add(conditions_of(query, now));
    add_after(sql, query.sort, cursor);
    sql.add(order.by).add(" LIMIT ?", static_cast<std::int64_t>(limit + 1));
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) {
      page.rows.push_back(read_finding(rows));
      page.rows.back().site_name = rows.text(kSiteNameColumn);
      page.rows.back().cause = cause_in(rows);
    }
    if (page.rows.size() > limit) {
      page.rows.pop_back();
      page.next = Cursor{cursor_value(page.rows.back()), page.rows.back().id.value}.write(order.cursor);
    }
    return page;
  });
}

Result<std::optional<KeptFinding>> RoundRows::finding(monitor::FindingId id) {
  return at_rim([&]() -> std::optional<KeptFinding> {
    Database::Reader reader(database_);
    SqlText sql;
    sql.add("SELECT ").add(finding_columns()).add(", coalesce(s.name, ''), ").add(kCauseOf, to_millis(database_.now()));
    sql.add(" FROM finding f LEFT JOIN site_summary s ON s.site = f.site WHERE f.id = ?", id.value);
    Statement row = reader->prepare(sql.text());
    sql.bind(row);
    if (!row.step()) return std::nullopt;
    KeptFinding kept = read_finding(row);
    kept.site_name = row.text(kSiteNameColumn);
    kept.cause = cause_in(row);
    kept.moments = moments_of(*reader, id);
    kept.picture = finding_picture(*reader, id);
    return kept;
  });
}

Result<std::vector<monitor::FindingNews>> RoundRows::news(const monitor::NewsQuery& query) {
  return at_rim([&] {
    Database::Reader reader(database_);
    const TimePoint now = database_.now();
    SqlText sql;
    sql.add("SELECT ").add(finding_columns()).add(", coalesce(s.name, ''), ").add(kCauseOf, to_millis(now));
    sql.add(", m.at, m.what, m.round, m.author, m.note FROM ");
    // CROSS JOIN keeps the order: from the one site's findings to their moments, else back in time until it is enough.
    if (query.site != 0)
      sql.add("finding f CROSS JOIN finding_moment m");
    else
      sql.add("finding_moment m CROSS JOIN finding f");
    sql.add(" LEFT JOIN site_summary s ON s.site = f.site WHERE m.finding = f.id");
    if (query.site != 0) sql.add(" AND f.site = ?", query.site);
    add_region(sql, query.region);
    if (query.at_least > monitor::Severity::Info)
      sql.add(" AND f.severity >= ?", static_cast<std::int64_t>(query.at_least));
    if (query.unexplained && query.reach.everywhere) add_unexplained(sql, now);
    add_reach(sql, query.reach, now);
    if (query.untold) sql.add(" AND m.what <> 'told'");
    if (query.since) sql.add(" AND m.at >= ?", to_millis(*query.since));
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, monitor::kMaxPage);
    sql.add(" ORDER BY m.at DESC, m.id DESC LIMIT ?", static_cast<std::int64_t>(limit));
    std::vector<monitor::FindingNews> news;
    Statement rows = reader->prepare(sql.text());
    sql.bind(rows);
    while (rows.step()) {
      monitor::FindingNews& one = news.emplace_back();
      one.finding = read_finding(rows);
      one.finding.site_name = rows.text(kSiteNameColumn);
      one.finding.cause = cause_in(rows);
      constexpr int kMoment = kCauseColumn + 1;
      one.moment = {rows.time(kMoment),
                    rows.text(kMoment + 1),
                    {rows.integer(kMoment + 2)},
                    rows.text(kMoment + 3),
                    rows.text(kMoment + 4)};
    }
    return news;
  });
}

}  // namespace huabiao::storage
