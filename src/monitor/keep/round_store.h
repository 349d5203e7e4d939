#pragma once
// RoundStore: keeps rounds, what each visit of them gave, and the findings over time. A port: storage/ implements it.
// A round: begin_round (its targets are on disk from then on), save in batches of sites, finish_round. A killed round
// is found again by unfinished_round and goes on with pending(); what was saved before counts once. Thread: any;
// readers do not wait; writers wait for each other. Fails (all calls): as RegistryStore.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/keep/kept_finding.h"
#include "monitor/verdict.h"
#include "registry/reach.h"

namespace huabiao::monitor {

// Estate: every site. Selection: some sites, by hand. Addresses: given on the command line, no site. Watch: every site,
// one period of the watch.
enum class RoundKind { Estate, Selection, Addresses, Watch };
inline constexpr std::array<std::string_view, 4> kRoundKindNames = {"estate", "selection", "addresses", "watch"};
constexpr std::string_view to_string(RoundKind kind) {
  return kRoundKindNames[static_cast<std::size_t>(kind)];
}
enum class RoundState { Running, Finished, Stopped };
inline constexpr std::array<std::string_view, 3> kRoundStateNames = {"running", "finished", "stopped"};
constexpr std::string_view to_string(RoundState state) {
  return kRoundStateNames[static_cast<std::size_t>(state)];
}

// One site and host to be asked in a round. Which schemes are asked, and how often, is the pipeline's business. An
// empty host: the site has declared nothing and gets one no_address row.
struct Target {
  std::int64_t site = 0;
  std::string host;
  std::uint16_t port = 0;
  std::string path = "/";
  auto operator<=>(const Target&) const = default;
};

struct Round {
  RoundId id;
  RoundKind kind = RoundKind::Estate;
  RoundState state = RoundState::Running;
  TimePoint started{};
  std::optional<TimePoint> ended;
  std::int64_t targets = 0, done = 0;  // targets in all, and those completed
  std::string by;                      // account or "cli"
};

// A kept row: what a site and host gave. While the value (outcome, status, addresses, facts, findings)
// stays the same from round to round, one row stands for all of them: [first, last].
struct RoundRow {
  std::int64_t row = 0;
  RoundId first_round, last_round;
  TimePoint first_at{}, last_at{};
  VisitRecord record;  // as last seen; no body; visit.declared is empty
};

// What a round gave for one site.
struct SiteRows {
  std::int64_t site = 0;
  std::vector<VisitRecord> rows;       // of its hosts, one each; bodies not needed
  std::optional<SiteVerdict> verdict;  // unset: nobody looked, so what is known of the site stays
};

struct RoundRowQuery {
  registry::Reach reach = registry::Reach::all();
  std::optional<Outcome> outcome;
  std::string cursor;
  std::size_t limit = 50;  // at most kMaxPage
};
inline constexpr std::size_t kMaxPage = 500;

struct RowPage {
  std::vector<RoundRow> rows;
  std::string next;  // empty: this was the last
  std::int64_t total = 0;
};

enum class FindingSort { SeverityThenNewest, Newest };
struct FindingQuery {
  registry::Reach reach = registry::Reach::all();
  std::int64_t site = 0;  // 0: all
  std::string text;       // part of site name, host, rule, subject or snippet; empty: all
  std::string region;     // GB/T 2260 code, its subtree; empty: all
  std::optional<Category> category;
  std::optional<Severity> at_least;
  std::vector<FindingState> states;         // empty: all
  std::optional<FindingDecision> decision;  // in force now
  std::optional<RoundId> round;             // seen in this round
  std::optional<FindingId> explained_by;    // that common cause
  // Only those that no standing common cause explains, and causes themselves. A limited reach sees no causes: to it
  // nothing is explained.
  bool unexplained = false;
  FindingSort sort = FindingSort::SeverityThenNewest;
  std::string cursor;
  std::size_t limit = 50;  // at most kMaxPage
};
struct FindingPage {
  std::vector<KeptFinding> rows;
  std::string next;
  std::int64_t total = 0;
  bool exact = true;  // false: there are at least `total`
};

// A moment of a finding's history, and what it is a moment of.
struct FindingNews {
  FindingMoment moment;
  KeptFinding finding;  // as it is now; without its moments
};
struct NewsQuery {
  registry::Reach reach = registry::Reach::all();
  std::int64_t site = 0;  // 0: all
  std::string region;     // GB/T 2260 code, its subtree; empty: all
  Severity at_least = Severity::Info;
  bool unexplained = false;  // as in FindingQuery
  bool untold = false;       // not that somebody was told
  std::optional<TimePoint> since;
  std::size_t limit = 50;  // at most kMaxPage
};

class RoundStore {
 public:
  virtual ~RoundStore() = default;

  // Fails: Conflict round.unfinished when an Estate round is still running (resume or stop it first).
  virtual Result<RoundId> begin_round(RoundKind kind, std::span<const Target> targets, const std::string& by) = 0;
  virtual Result<std::optional<Round>> unfinished_round() = 0;       // none of the watch
  virtual Result<std::vector<Round>> unfinished_watch_rounds() = 0;  // oldest first; two periods may overlap
  // Targets not completed yet, in the order begin_round was given them.
  virtual Result<std::vector<Target>> pending(RoundId round) = 0;
  // Keeps each site's rows, completes their targets, and rolls its round up: its summary, its findings moved on
  // (judge/lifecycle.h). All or nothing for the whole batch. A row saved twice in a round counts once: the later
  // stands; a verdict saved twice moves nothing twice. Bodies are not kept here; see EvidenceStore.
  virtual Done save(RoundId round, std::span<const SiteRows> batch) = 0;
  // Finished: every target was completed; Stopped: broken off, what is saved stays. Its target list is dropped.
  virtual Done finish_round(RoundId round, RoundState state) = 0;

  virtual Result<std::optional<Round>> round(RoundId id) = 0;
  virtual Result<std::vector<Round>> rounds(std::size_t limit) = 0;  // newest first, none of the watch
  // Ordered by site, host, port. Fails: Invalid round.bad_cursor.
  virtual Result<RowPage> rows(RoundId round, const RoundRowQuery& query) = 0;
  // The newest row per host of a site; last_round tells whether the host was still asked in the newest round.
  virtual Result<std::vector<RoundRow>> latest_rows(std::int64_t site) = 0;
  // Every row of a site, newest first, at most `limit`.
  virtual Result<std::vector<RoundRow>> history(std::int64_t site, std::size_t limit) = 0;

  virtual Result<FindingPage> findings(const FindingQuery& query) = 0;
  virtual Result<std::optional<KeptFinding>> finding(FindingId id) = 0;
  // Newest first.
  virtual Result<std::vector<FindingNews>> news(const NewsQuery& query) = 0;
  // A person's decision, or what a visit asked for by a person showed. Fails: NotFound finding.none; as advance().
  virtual Done move(FindingId id, const FindingEvent& event) = 0;
  // The watch is off: common causes that stand end, with that in their history (Happened::Unwatched), and what they
  // explained stands on its own. How many they were.
  virtual Result<std::int64_t> unwatch_causes() = 0;
  // Somebody was told. Fails: NotFound finding.none.
  virtual Done told(FindingId id, const std::string& whom) = 0;
};

}  // namespace huabiao::monitor
