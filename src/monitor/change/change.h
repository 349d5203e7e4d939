#pragma once
// change: reads what became of a page between two looks. Counters, dates, tokens and the newest entries of a list are
// not events; foreign scripts and frames, unseen links, a title swapped, a layout fallen in and new accusations are.
// Pure, linear in the pages; any thread.

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "monitor/change_report.h"
#include "monitor/finding.h"
#include "monitor/page.h"

namespace huabiao::monitor {

struct ChangeLimits {
  static constexpr std::size_t kChanges = 200;    // told of one pair of pages
  static constexpr std::size_t kSideBytes = 512;  // of the text of one side
  static constexpr std::size_t kWords = 50'000;   // remembered of the scripts of the page before
  static constexpr std::size_t kPerKind = 20;     // changes of one kind that are told; the score counts them all
  static constexpr std::size_t kPairs = 4'096;    // code points of a title or description that are compared
};

// What the page after has and the page before had not, as a page of its own: a detector that reads it judges the
// addition alone. Places are those of the page after.
Page what_was_added(const Page& before, const Page& after);

// What is usual on a site, learnt from its earlier looks: the same is worth less than elsewhere. Attack findings,
// unseen links and pages that lead elsewhere are never usual.
struct ChangeHabits {
  static constexpr std::int64_t kFewest = 3;    // looks; from fewer nothing is concluded
  static constexpr std::size_t kHosts = 5'000;  // remembered
  std::int64_t looks = 0;
  std::map<std::string, std::int64_t> kinds;  // looks in which a kind of change was told
  std::set<std::string> hosts;                // registered domains its pages have named
};

struct Reading {
  const Page& page;
  const std::vector<Finding>& findings;
};

struct ChangeInput {
  Reading before, after;
  const std::vector<Finding>& added;  // findings made on what_was_added(before, after)
  std::string host;                   // A-labels, where the pages came from; empty: not known
  std::vector<std::string> own;       // further hosts of the same owner
  const ChangeHabits* habits = nullptr;
  bool approved = false;  // the publisher announced work on the page for this time
};

ChangeReport compare(const ChangeInput& input);

// Of the visible text of both pages.
ChangedLines changed_lines(const Page& before, const Page& after);

// Adds a look to a site's habits: `page`, and what had become of it since the look before. A look that was graded
// tampered teaches nothing.
void learn(ChangeHabits& habits, const ChangeReport& report, const Page& page);

}  // namespace huabiao::monitor
