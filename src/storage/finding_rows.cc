#include "storage/finding_rows.h"

#include <algorithm>
#include <map>

#include "monitor/common_cause.h"
#include "monitor/record/record.h"
#include "storage/text_list.h"
#include "storage/trait_rows.h"

namespace huabiao::storage {
namespace {

using monitor::KeptFinding;

std::string join_headers(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::vector<std::string> flat;
  for (const auto& [name, value] : headers) {
    flat.push_back(name);
    flat.push_back(value);
  }
  return join_list(flat);
}

std::vector<std::pair<std::string, std::string>> split_headers(std::string_view text) {
  const std::vector<std::string> flat = split_list(text);
  std::vector<std::pair<std::string, std::string>> headers;
  for (std::size_t i = 0; i + 1 < flat.size(); i += 2) headers.emplace_back(flat[i], flat[i + 1]);
  return headers;
}

void bind_optional(Statement& row, int index, const std::optional<TimePoint>& at) {
  if (at)
    row.bind(index, *at);
  else
    row.bind_null(index);
}

void bind_finding(Statement& row, const KeptFinding& kept, monitor::RoundId judged_round) {
  const monitor::Finding& f = kept.finding;
  const monitor::FindingLife& life = kept.life;
  row.bind(1, kept.fingerprint).bind(2, kept.site).bind(3, kept.host).bind(4, f.rule);
  row.bind(5, static_cast<std::int64_t>(f.category)).bind(6, static_cast<std::int64_t>(f.severity));
  row.bind(7, f.confidence).bind(8, f.subject).bind(9, f.explanation.zh).bind(10, f.explanation.en);
  row.bind(11, monitor::record::write_evidence(f.evidence));
  row.bind(12, static_cast<std::int64_t>(life.state)).bind(13, static_cast<std::int64_t>(life.decision));
  row.bind(14, life.decided_by).bind(15, life.decided_why);
  bind_optional(row, 16, life.decided_until);
  row.bind(17, std::int64_t{life.seen}).bind(18, std::int64_t{life.missed}).bind(19, std::int64_t{life.reopened});
  row.bind(20, life.first_seen).bind(21, life.last_seen);
  bind_optional(row, 22, life.resolved_at);
  row.bind(23, kept.first_round).bind(24, kept.last_round).bind(25, judged_round);
  row.bind(26, kept.asked_url).bind(27, kept.final_url).bind(28, join_headers(kept.headers));
  row.bind(29, kept.body_sha256).bind(30, f.page).bind(31, f.cause.value_or(std::string()));
}

constexpr std::string_view kOwnColumns =
    "fingerprint, site, host, rule, category, severity, confidence, subject, zh, en, evidence, state, decision, "
    "decided_by, decided_why, decided_until, seen, missed, reopened, first_seen, last_seen, resolved_at, first_round, "
    "last_round, judged_round, asked_url, final_url, headers, body_sha256, page, cause";

constexpr int kOwnCount = kFindingColumns - 1;  // all but the id

constexpr int kJudgedRoundColumn = 25;

std::vector<KnownFinding> read_known(Statement& rows) {
  std::vector<KnownFinding> known;
  while (rows.step()) known.push_back({read_finding(rows), {rows.integer(kJudgedRoundColumn)}});
  return known;
}

}  // namespace

std::string_view finding_columns() {
  static const std::string kColumns = [] {
    std::string columns = "f.id, f.";
    for (const char c : kOwnColumns) {
      columns += c;
      if (c == ' ') columns += "f.";
    }
    return columns;
  }();
  return kColumns;
}

KeptFinding read_finding(const Statement& row) {
  KeptFinding kept;
  kept.id.value = row.integer(0);
  kept.fingerprint = row.text(1);
  kept.site = row.integer(2);
  kept.host = row.text(3);
  monitor::Finding& f = kept.finding;
  f.rule = row.text(4);
  f.category = static_cast<monitor::Category>(row.integer(5));
  f.severity = static_cast<monitor::Severity>(row.integer(6));
  f.confidence = row.real(7);
  f.subject = row.text(8);
  f.explanation = {row.text(9), row.text(10)};
  f.evidence = must(monitor::record::read_evidence(row.text(11)));
  monitor::FindingLife& life = kept.life;
  life.state = static_cast<monitor::FindingState>(row.integer(12));
  life.decision = static_cast<monitor::FindingDecision>(row.integer(13));
  life.decided_by = row.text(14);
  life.decided_why = row.text(15);
  if (!row.null(16)) life.decided_until = row.time(16);
  life.seen = static_cast<int>(row.integer(17));
  life.missed = static_cast<int>(row.integer(18));
  life.reopened = static_cast<int>(row.integer(19));
  life.first_seen = row.time(20);
  life.last_seen = row.time(21);
  if (!row.null(22)) life.resolved_at = row.time(22);
  kept.first_round.value = row.integer(23);
  kept.last_round.value = row.integer(24);
  kept.asked_url = row.text(26);
  kept.final_url = row.text(27);
  kept.headers = split_headers(row.text(28));
  kept.body_sha256 = row.text(29);
  f.page = row.text(30);
  f.cause = row.text(31);
  return kept;
}

std::optional<KnownFinding> known_finding(Connection& connection, std::string_view fingerprint) {
  Statement row =
      connection.prepare("SELECT " + std::string(finding_columns()) + " FROM finding f WHERE f.fingerprint = ?1");
  row.bind(1, fingerprint);
  auto known = read_known(row);
  if (known.empty()) return std::nullopt;
  return std::move(known.front());
}

std::vector<KnownFinding> unresolved_findings(Connection& connection, std::int64_t site) {
  Statement rows = connection.prepare("SELECT " + std::string(finding_columns()) +
                                      " FROM finding f WHERE f.site = ?1 AND f.state IN (0, 1) ORDER BY f.id");
  rows.bind(1, site);
  return read_known(rows);
}

monitor::FindingId put_finding(Connection& connection, const KeptFinding& finding, monitor::RoundId judged_round) {
  static const std::string kInsert = [] {
    std::string sql = "INSERT INTO finding(" + std::string(kOwnColumns) + ") VALUES(?1";
    for (int i = 2; i <= kOwnCount; ++i) sql += ", ?" + std::to_string(i);
    return sql + ")";
  }();
  static const std::string kUpdate = [] {
    std::string sql = "UPDATE finding SET (" + std::string(kOwnColumns) + ") = (?1";
    for (int i = 2; i <= kOwnCount; ++i) sql += ", ?" + std::to_string(i);
    return sql + ") WHERE id = ?" + std::to_string(kOwnCount + 1);
  }();
  Statement row = connection.prepare(finding.id ? kUpdate : kInsert);
  bind_finding(row, finding, judged_round);
  if (finding.id) row.bind(kOwnCount + 1, finding.id);
  row.run();
  note_trait_change(connection, finding.finding.category);
  return finding.id ? finding.id : monitor::FindingId{connection.last_id()};
}

void add_moment(Connection& connection, monitor::FindingId finding, const monitor::FindingMoment& moment) {
  connection
      .prepare("INSERT INTO finding_moment(finding, at, what, round, author, note) VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
      .bind(1, finding)
      .bind(2, moment.at)
      .bind(3, moment.what)
      .bind(4, moment.round)
      .bind(5, moment.by)
      .bind(6, moment.note)
      .run();
}

void recount_site(Connection& connection, std::int64_t site, TimePoint now) {
  if (site == monitor::kEstate) return;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> counted;
  std::int64_t worst = -1, alerts = 0, open = 0;
  for (const KnownFinding& known : unresolved_findings(connection, site)) {
    const monitor::Finding& finding = known.finding.finding;
    if (!monitor::counts(known.finding.life, now)) continue;
    ++open;
    worst = std::max(worst, static_cast<std::int64_t>(finding.severity));
    if (monitor::is_attack(finding.category) && finding.severity >= monitor::Severity::Medium) ++alerts;
    ++counted[{static_cast<std::int64_t>(finding.category), static_cast<std::int64_t>(finding.severity)}];
  }
  connection.prepare("DELETE FROM site_finding WHERE site = ?1").bind(1, site).run();
  for (const auto& [kind, count] : counted)
    connection.prepare("INSERT INTO site_finding(category, site, severity, count) VALUES(?1, ?2, ?3, ?4)")
        .bind(1, kind.first)
        .bind(2, site)
        .bind(3, kind.second)
        .bind(4, count)
        .run();
  connection.prepare("UPDATE site_summary SET worst = ?2, alerts = ?3, open_findings = ?4 WHERE site = ?1")
      .bind(1, site)
      .bind(2, worst)
      .bind(3, alerts)
      .bind(4, open)
      .run();
}

}  // namespace huabiao::storage
