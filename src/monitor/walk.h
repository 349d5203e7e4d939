#pragma once
// WalkFacts: what a walk through the inner pages of a host gave: which pages are there, how old they are, how the host
// answers for a page that is not. pipeline/walk.h walks; monitor/walk decides where to and what it means. Values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/finding.h"
#include "monitor/outcome.h"

namespace huabiao::monitor {

struct WalkLimits {
  static constexpr std::size_t kPages = 15;  // a walk asks for at most so many, robots.txt and a page that is not aside
  static constexpr std::size_t kAgain = 5;   // of them, those accused before
  static constexpr std::size_t kUrlBytes = 500;  // a longer address is not walked to
};

// What a page lists, as the name of the link to it says. None: an article, or nobody knows.
enum class Column : std::uint8_t { None, News, Notices, Other };
inline constexpr std::array<std::string_view, 4> kColumnNames = {"none", "news", "notices", "other"};
constexpr std::string_view to_string(Column column) {
  return kColumnNames[static_cast<std::size_t>(column)];
}
constexpr std::optional<Column> column_from(std::string_view name) {
  for (std::size_t i = 0; i < kColumnNames.size(); ++i)
    if (kColumnNames[i] == name) return static_cast<Column>(i);
  return std::nullopt;
}

struct WalkedPage {
  std::string url;   // as linked
  std::string name;  // of the link that led there
  Column column = Column::None;
  Outcome outcome = Outcome::NotVisited;
  int status = 0;
  std::optional<std::int64_t> newest;  // the newest day it shows, counted as day_of (sample/sample.h) does
  bool operator==(const WalkedPage&) const = default;
};

// How the host answers for an address that is not there. Page: 200, as if it were.
enum class MissingAnswer : std::uint8_t { NotAsked, NotFound, Page, Redirect, Other };
inline constexpr std::array<std::string_view, 5> kMissingAnswerNames = {"not_asked", "not_found", "page", "redirect",
                                                                        "other"};
constexpr std::string_view to_string(MissingAnswer answer) {
  return kMissingAnswerNames[static_cast<std::size_t>(answer)];
}
constexpr std::optional<MissingAnswer> missing_answer_from(std::string_view name) {
  for (std::size_t i = 0; i < kMissingAnswerNames.size(); ++i)
    if (kMissingAnswerNames[i] == name) return static_cast<MissingAnswer>(i);
  return std::nullopt;
}

struct WalkFacts {
  std::optional<std::int64_t> home_newest;  // the newest day the home page shows
  MissingAnswer missing = MissingAnswer::NotAsked;
  std::int64_t linked = 0;   // inner addresses the home page links
  std::int64_t refused = 0;  // of those, by robots.txt
  std::vector<WalkedPage> pages;
  std::string stopped;            // why it ended before its time; empty: it did not
  std::vector<Finding> findings;  // what it accuses; kept as findings, not with the walk
};

// Gone for good, as the answer itself says: a dead link.
constexpr bool is_dead(const WalkedPage& page) {
  return page.outcome == Outcome::SoftNotFound ||
         (page.outcome == Outcome::HttpError && (page.status == 404 || page.status == 410));
}
// Read, or known to be gone: what was said of it before is answered.
constexpr bool is_answered(const WalkedPage& page) {
  return page_read(page.outcome) || is_dead(page);
}

// Rules of findings that only a walk makes and that are about the site, not about one inner page (Finding::page).
inline constexpr std::string_view kHomeStale = "content-freshness.home-stale";
inline constexpr std::string_view kHomeUndated = "content-freshness.home-undated";
inline constexpr std::string_view kNoNotFound = "broken-link.missing-page-found";
constexpr bool made_by_walk(const Finding& finding) {
  return !finding.page.empty() || finding.rule == kHomeStale || finding.rule == kHomeUndated ||
         finding.rule == kNoNotFound;
}

}  // namespace huabiao::monitor
