#pragma once
// PageReading: a saved page parsed and judged, as `inspect` and `compare` need it: the work of their
// children. Any thread.

#include <string>

#include "app/cli/page_source.h"
#include "monitor/change/change.h"
#include "monitor/detect/detect.h"

namespace huabiao::app {

struct PageReading {
  monitor::FetchOutcome fetch;
  monitor::Page page;
  monitor::Detected detected;
};

// `known`: the register to look claims up in; nullptr: none.
PageReading read_saved(SourcePage saved, const rules::RuleSet& rules, const monitor::KnownSites* known = nullptr);

// What is known beside two looks at a page.
struct Circumstances {
  std::string host;  // A-labels; may be empty
  const monitor::ChangeHabits* habits = nullptr;
  bool approved = false;
};
// What became of `before`. The addition is judged by itself too.
monitor::ChangeReport compare_readings(const PageReading& before, const PageReading& after, const Circumstances& known,
                                       const rules::RuleSet& rules);

}  // namespace huabiao::app
