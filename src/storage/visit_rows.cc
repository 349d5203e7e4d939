#include "storage/visit_rows.h"

#include "base/digest.h"
#include "monitor/record/record.h"
#include "storage/text_list.h"

namespace huabiao::storage {
namespace {

using monitor::VisitRecord;

class KeyText {
 public:
  KeyText& add(std::string_view part) {
    text_ += part;
    text_ += kListSeparator;
    return *this;
  }
  KeyText& add(bool part) { return add(std::string_view(part ? "1" : "0")); }
  KeyText& add(std::int64_t part) { return add(std::string_view(std::to_string(part))); }
  [[nodiscard]] std::string digest() const { return sha256_hex(text_).substr(0, 32); }

 private:
  std::string text_;
};

void add_facts(KeyText& key, const monitor::PageFacts& facts) {
  key.add(facts.charset.used).add(facts.charset.lying).add(facts.title);
  key.add(to_string(facts.mark.state)).add(facts.mark.id).add(facts.mark.colour).add(facts.mark.reason);
  for (const auto* list : {&facts.icp, &facts.police, &facts.site_code})
    for (const monitor::FooterValue& value : *list) key.add(value.normal.empty() ? value.raw : value.normal);
  key.add(facts.error_report_button).add(facts.error_report_code).add(facts.organiser).add(facts.contact);
}

struct Standing {
  std::int64_t id = 0, first_number = 0, last_number = 0;
  std::string value_key;
};

// The row of this site and host that the round before, or this very round, left in the series. Of the watch a later one
// may have left its row already.
std::optional<Standing> standing(Connection& connection, const RoundPlace& place, const monitor::Visit& visit) {
  Statement row = connection.prepare(
      "SELECT id, first_number, last_number, value_key FROM visit_row WHERE site = ?1 AND host = ?2 AND port = ?3 "
      "AND path = ?4 AND series = ?5 AND last_number >= ?6 AND first_number <= ?7 ORDER BY last_number DESC LIMIT 1");
  row.bind(1, visit.site).bind(2, visit.host).bind(3, std::int64_t{visit.port}).bind(4, visit.path);
  row.bind(5, place.series).bind(6, place.number - 1).bind(7, place.number);
  if (!row.step()) return std::nullopt;
  return Standing{row.integer(0), row.integer(1), row.integer(2), row.text(3)};
}

// The round before changed its mind about a row it had only prolonged: the row ends one round earlier again.
void shorten(Connection& connection, std::int64_t row, const RoundPlace& place) {
  connection
      .prepare(
          "UPDATE visit_row SET last_number = ?2, latest = 0, last_round = "
          "(SELECT id FROM round WHERE series = ?3 AND number = ?2) WHERE id = ?1")
      .bind(1, row)
      .bind(2, place.number - 1)
      .bind(3, place.series)
      .run();
}

// From now on no other row of this site and host is the newest.
void supersede(Connection& connection, const monitor::Visit& visit) {
  connection
      .prepare(
          "UPDATE visit_row SET latest = 0 WHERE site = ?1 AND host = ?2 AND port = ?3 AND path = ?4 AND latest = 1")
      .bind(1, visit.site)
      .bind(2, visit.host)
      .bind(3, std::int64_t{visit.port})
      .bind(4, visit.path)
      .run();
}

// What was last seen, if not in row `itself`, stays the newest when a period of the watch did not get to the host.
bool is_no_news(Connection& connection, const RoundPlace& place, const VisitRecord& record, std::int64_t itself = 0) {
  if (place.series != kWatchSeries || record.fetch.outcome != monitor::Outcome::NotVisited) return false;
  Statement row = connection.prepare(
      "SELECT 1 FROM visit_row WHERE site = ?1 AND host = ?2 AND port = ?3 AND path = ?4 AND latest = 1 AND id <> ?5 "
      "LIMIT 1");
  row.bind(1, record.visit.site).bind(2, record.visit.host).bind(3, std::int64_t{record.visit.port});
  return row.bind(4, record.visit.path).bind(5, itself).step();
}

void insert(Connection& connection, const RoundPlace& place, const VisitRecord& record, const std::string& key) {
  const monitor::Visit& visit = record.visit;
  const bool no_news = is_no_news(connection, place, record);
  if (!no_news) supersede(connection, visit);
  Statement row = connection.prepare(
      "INSERT INTO visit_row(site, host, port, path, latest, series, first_number, last_number, first_round, "
      "last_round, first_at, last_at, outcome, value_key, record) "
      "VALUES(?1, ?2, ?3, ?4, ?12, ?5, ?6, ?6, ?7, ?7, ?8, ?8, ?9, ?10, ?11)");
  row.bind(12, std::int64_t{no_news ? 0 : 1});
  row.bind(1, visit.site).bind(2, visit.host).bind(3, std::int64_t{visit.port}).bind(4, visit.path);
  row.bind(5, place.series).bind(6, place.number).bind(7, place.round).bind(8, record.fetch.at);
  row.bind(9, static_cast<std::int64_t>(record.fetch.outcome)).bind(10, key);
  row.bind(11, monitor::record::write_record(record, monitor::record::Body::LeaveOut));
  row.run();
}

void refresh(Connection& connection, std::int64_t id, const RoundPlace& place, const VisitRecord& record,
             const std::string& key) {
  const bool no_news = is_no_news(connection, place, record, id);
  if (!no_news) supersede(connection, record.visit);
  Statement row = connection.prepare(
      "UPDATE visit_row SET latest = ?8, last_number = ?2, last_round = ?3, last_at = ?4, outcome = ?5, value_key = "
      "?6, "
      "record = ?7 "
      "WHERE id = ?1");
  row.bind(1, id).bind(2, place.number).bind(3, place.round).bind(4, record.fetch.at);
  row.bind(5, static_cast<std::int64_t>(record.fetch.outcome)).bind(6, key);
  row.bind(7, monitor::record::write_record(record, monitor::record::Body::LeaveOut));
  row.bind(8, std::int64_t{no_news ? 0 : 1});
  row.run();
}

}  // namespace

RoundPlace place_of(Connection& connection, monitor::RoundId round) {
  Statement row = connection.prepare("SELECT series, number FROM round WHERE id = ?1");
  row.bind(1, round);
  if (!row.step()) throw Failure({Kind::NotFound, "round.none", std::to_string(round.value), {}});
  return {round, row.integer(0), row.integer(1)};
}

std::string value_key(const VisitRecord& record) {
  KeyText key;
  const monitor::FetchOutcome& fetch = record.fetch;
  key.add(to_string(fetch.outcome)).add(std::int64_t{fetch.status}).add(fetch.asked_url).add(fetch.final_url);
  // An outage two views agree on is the same outage whichever vantage point had the second.
  key.add(fetch.truncated).add(monitor::page_read(fetch.outcome) ? record.vantage : monitor::VisitRecord().vantage);
  for (const monitor::Hop& hop : fetch.chain) key.add(hop.url).add(std::int64_t{hop.status});
  for (const monitor::Attempt& attempt : record.attempts)
    key.add(to_string(attempt.scheme)).add(to_string(attempt.outcome)).add(std::int64_t{attempt.status});
  if (fetch.tls) {
    key.add(fetch.tls->trusted).add(fetch.tls->expired).add(fetch.tls->self_signed).add(fetch.tls->name_mismatch);
    key.add(fetch.tls->verify_error);
    if (!fetch.tls->chain.empty()) key.add(fetch.tls->chain.front().sha256);
  }
  if (record.facts) add_facts(key, *record.facts);
  for (const monitor::Finding& finding : record.findings)
    key.add(finding.rule).add(to_string(finding.severity)).add(finding.subject);
  return key.digest();
}

void put_visit(Connection& connection, const RoundPlace& place, const VisitRecord& record) {
  const std::string key = value_key(record);
  const auto before = standing(connection, place, record.visit);
  if (!before) return insert(connection, place, record, key);
  if (before->value_key == key || before->first_number == place.number)
    return refresh(connection, before->id, place, record, key);
  if (before->last_number == place.number) shorten(connection, before->id, place);
  insert(connection, place, record, key);
}

monitor::RoundRow read_visit_row(const Statement& row) {
  monitor::RoundRow kept;
  kept.row = row.integer(0);
  kept.first_round.value = row.integer(1);
  kept.last_round.value = row.integer(2);
  kept.first_at = row.time(3);
  kept.last_at = row.time(4);
  kept.record = must(monitor::record::read_record(row.text(5)));
  return kept;
}

}  // namespace huabiao::storage
