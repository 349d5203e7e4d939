#include "storage/verdict_rows.h"

#include <algorithm>
#include <optional>
#include <set>

#include "monitor/common_cause.h"
#include "monitor/judge/baseline.h"
#include "storage/finding_rows.h"
#include "storage/rendered_rows.h"
#include "storage/round_rows.h"
#include "storage/trait_rows.h"
#include "storage/visit_rows.h"

namespace huabiao::storage {
namespace {

using monitor::Finding;
using monitor::FindingEvent;
using monitor::KeptFinding;
using monitor::RoundId;
using monitor::SiteVerdict;
using monitor::VisitRecord;

constexpr std::string_view kBySelf = "huabiao";

std::vector<monitor::Cleared> false_alarms(Connection& connection, std::int64_t site, TimePoint now) {
  std::vector<monitor::Cleared> all;
  Statement rows = connection.prepare(
      "SELECT id, category, subject FROM finding WHERE site = ?1 AND decision = 2 AND "
      "(decided_until IS NULL OR decided_until > ?2) ORDER BY id DESC LIMIT 200");
  rows.bind(1, site).bind(2, now);
  while (rows.step()) {
    monitor::Cleared& one = all.emplace_back();
    one.finding = rows.integer(0);
    one.category = static_cast<monitor::Category>(rows.integer(1));
    one.subject = rows.text(2);
    one.traits = traits_of(connection, {one.finding});
  }
  return all;
}

// One site's verdict being written.
class Verdict {
 public:
  Verdict(Connection& connection, RoundId round, std::int64_t site, std::span<const VisitRecord> rows, TimePoint now)
      : connection_(connection), round_(round), site_(site), rows_(rows), now_(now), key_(std::to_string(site)) {}

  void summarise(const SiteVerdict& verdict) {
    TimePoint visited{};
    std::int64_t mark = -1;
    for (const VisitRecord& row : rows_) {
      visited = std::max(visited, row.fetch.at);
      // MarkState is ordered from the best proof to none: the best any host shows is the site's.
      if (row.facts) {
        const auto seen = static_cast<std::int64_t>(row.facts->mark.state);
        mark = mark < 0 ? seen : std::min(mark, seen);
      }
    }
    connection_
        .prepare(
            "UPDATE site_summary SET state = ?2, outcome = ?3, mark = ?4, last_visit = ?5, last_round = ?6 "
            "WHERE site = ?1")
        .bind(1, site_)
        .bind(2, static_cast<std::int64_t>(verdict.state))
        .bind(3, static_cast<std::int64_t>(verdict.outcome))
        .bind(4, mark)
        .bind(5, visited == TimePoint{} ? now_ : visited)
        .bind(6, round_)
        .run();
  }

  void see(const Finding& finding) {
    const std::string fingerprint = monitor::fingerprint(key_, finding);
    listed_.insert(fingerprint);
    const auto known = known_finding(connection_, fingerprint);
    KeptFinding kept = known ? known->finding : KeptFinding{};
    const bool again = known && known->judged_round == round_;
    kept.fingerprint = fingerprint;
    kept.site = site_;
    const std::optional<std::string> cause = kept.finding.cause;
    kept.finding = finding;
    if (!finding.cause) kept.finding.cause = cause;  // what is not known stays
    place(kept, finding, fingerprint);
    if (!known) kept.first_round = round_;
    kept.last_round = round_;
    std::vector<monitor::Happened> happened;
    if (!again) {
      auto step =
          must(monitor::advance(known ? std::optional(known->finding.life) : std::nullopt, monitor::Seen{}, now_));
      kept.life = std::move(step.life);
      happened = std::move(step.happened);
      if (!known) learn(kept, happened);
      if (!cause.value_or("").empty() && kept.finding.cause->empty()) happened.push_back(monitor::Happened::OnItsOwn);
    }
    kept.id = put_finding(connection_, kept, round_);
    put_traits(connection_, kept, now_);
    if (const VisitRecord* row = source_of(finding, fingerprint)) put_finding_picture(connection_, kept, *row);
    tell(kept.id, happened);
  }

  // What was known of the site and is not listed any more.
  void miss_the_rest() {
    for (const KnownFinding& known : unresolved_findings(connection_, site_)) {
      if (listed_.contains(known.finding.fingerprint) || known.judged_round == round_) continue;
      const FindingEvent event = unlisted(known.finding.finding, looks_at(known.finding.host));
      auto step = must(monitor::advance(known.finding.life, event, now_));
      KeptFinding kept = known.finding;
      kept.life = std::move(step.life);
      put_finding(connection_, kept, round_);
      tell(kept.id, step.happened);
    }
  }

 private:
  // A finding nobody has seen before is decided as the false alarm it repeats.
  void learn(KeptFinding& kept, std::vector<monitor::Happened>& happened) {
    if (!cleared_) cleared_ = false_alarms(connection_, site_, now_);
    const monitor::Cleared* const same = monitor::cleared_before(kept.finding, *cleared_);
    if (same == nullptr) return;
    auto step = must(monitor::advance(
        kept.life,
        monitor::Decide{
            monitor::FindingDecision::FalseAlarm, std::string(kBySelf), "#" + std::to_string(same->finding), {}},
        now_));
    kept.life = std::move(step.life);
    happened.insert(happened.end(), step.happened.begin(), step.happened.end());
  }

  void tell(monitor::FindingId id, const std::vector<monitor::Happened>& happened) {
    for (const monitor::Happened what : happened)
      add_moment(connection_, id, {now_, std::string(to_string(what)), round_, {}, {}});
  }

  [[nodiscard]] std::vector<monitor::Seeing> looks_at(std::string_view host) const {
    std::vector<monitor::Seeing> looks;
    for (const VisitRecord& row : rows_)
      if (host.empty() || row.visit.host == host)
        looks.push_back({row.fetch.outcome, row.views, row.walk, looks_of(row),
                         row.registration ? row.registration->domain : std::string()});
    return looks;
  }

  // The row a finding comes from; one the judge added is about the host it names, or about the only host.
  [[nodiscard]] const VisitRecord* source_of(const Finding& finding, const std::string& fingerprint) const {
    const auto holds = [&](const std::vector<Finding>& findings) {
      return std::ranges::any_of(findings,
                                 [&](const Finding& seen) { return monitor::fingerprint(key_, seen) == fingerprint; });
    };
    for (const VisitRecord& row : rows_)
      if (holds(row.findings) || (row.walk && holds(row.walk->findings))) return &row;
    for (const VisitRecord& row : rows_)
      if (finding.subject == row.visit.host || finding.subject.starts_with(row.visit.host + ">")) return &row;
    return rows_.size() == 1 ? &rows_.front() : nullptr;
  }

  void place(KeptFinding& kept, const Finding& finding, const std::string& fingerprint) const {
    const VisitRecord* row = source_of(finding, fingerprint);
    if (!row) return;
    kept.host = row->visit.host;
    kept.asked_url = row->fetch.asked_url;
    kept.final_url = row->fetch.final_url;
    kept.headers = row->fetch.headers;
    kept.body_sha256 = row->body_sha256;
    if (finding.page.empty()) return;
    // The body kept is the home page's.
    kept.asked_url = kept.final_url = finding.page;
    kept.headers.clear();
    kept.body_sha256.clear();
  }

  Connection& connection_;
  RoundId round_;
  std::int64_t site_;
  std::span<const VisitRecord> rows_;
  TimePoint now_;
  std::string key_;
  std::set<std::string> listed_;
  std::optional<std::vector<monitor::Cleared>> cleared_;  // false alarms of the site, once they were asked for
};

}  // namespace

void roll_up(Connection& connection, RoundId round, const monitor::SiteRows& site, TimePoint now) {
  Verdict writing(connection, round, site.site, site.rows, now);
  writing.summarise(*site.verdict);
  for (const Finding& finding : site.verdict->findings) writing.see(finding);
  writing.miss_the_rest();
  recount_site(connection, site.site, now);
}

Done RoundRows::move(monitor::FindingId id, const FindingEvent& event) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    const TimePoint now = database_.now();
    KnownFinding known;
    {
      Statement row = write->prepare("SELECT fingerprint FROM finding WHERE id = ?1");
      row.bind(1, id);
      if (!row.step()) throw Failure({Kind::NotFound, "finding.none", std::to_string(id.value), {}});
      known = *known_finding(*write, row.text(0));
    }
    auto step = must(monitor::advance(known.finding.life, event, now));
    known.finding.life = std::move(step.life);
    put_finding(*write, known.finding, known.judged_round);
    const auto* decided = std::get_if<monitor::Decide>(&event);
    for (const monitor::Happened what : step.happened)
      add_moment(*write, id,
                 {now, std::string(to_string(what)), {}, decided ? decided->by : "", decided ? decided->why : ""});
    recount_site(*write, known.finding.site, now);
    write.commit();
  });
}

Result<std::int64_t> RoundRows::unwatch_causes() {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    const TimePoint now = database_.now();
    std::int64_t ended = 0;
    for (KnownFinding& known : unresolved_findings(*write, monitor::kEstate)) {
      if (!monitor::is_common_cause(known.finding.finding)) continue;
      auto step = must(monitor::advance(known.finding.life, monitor::Unwatched{}, now));
      known.finding.life = std::move(step.life);
      put_finding(*write, known.finding, known.judged_round);
      for (const monitor::Happened what : step.happened)
        add_moment(*write, known.finding.id, {now, std::string(to_string(what)), {}, {}, {}});
      ++ended;
    }
    write.commit();
    return ended;
  });
}

Done RoundRows::told(monitor::FindingId id, const std::string& whom) {
  return at_rim([&] {
    Database::Write write(database_, Durability::Full);
    {
      Statement row = write->prepare("SELECT 1 FROM finding WHERE id = ?1");
      row.bind(1, id);
      if (!row.step()) throw Failure({Kind::NotFound, "finding.none", std::to_string(id.value), {}});
    }
    add_moment(*write, id, {database_.now(), "told", {}, {}, whom});
    write.commit();
  });
}

}  // namespace huabiao::storage
