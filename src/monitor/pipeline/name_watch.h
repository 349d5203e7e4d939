#pragma once
// NameWatch: what looks at names bring, judged against what people expect and what earlier looks taught; what is learnt
// goes to the store a little after the rows it was learnt with: killed between the two, the look says the same once
// more. Inner to this room. Thread: one.

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "loop/event_loop.h"
#include "monitor/judge/names.h"
#include "monitor/keep/name_store.h"
#include "monitor/pipeline/round_engine.h"

namespace huabiao::monitor {

class NameWatch {
 public:
  // `store`: outlives it; nullptr: looks are neither judged nor kept.
  explicit NameWatch(NameStore* store) : store_(store) {}

  // Fail (all): as NameStore.
  Done begin_period();  // reads what is expected
  // Does the look accuse the name of leading elsewhere, so that a second view is wanted before it is judged?
  bool suspects(const VisitRecord& row, TimePoint now);
  // What the looks of these rows accuse joins the site's findings.
  Done judge(SiteDone& site, TimePoint now);
  Done flush_if_older(Millis age);
  Done flush();

 private:
  using HostKey = std::pair<std::int64_t, std::string>;
  // The last answer of a resolver, and the last for another zone than that one's.
  struct Pulse {
    std::string zone;
    TimePoint at{}, other_at{};
  };
  void feel(const NameFacts& facts, TimePoint now);
  [[nodiscard]] std::optional<TimePoint> others_answered(const NameFacts& facts) const;
  [[nodiscard]] NamesInput input_of(const VisitRecord& row, KnownNames known, TimePoint now) const;
  Result<HostNames> past(std::int64_t site, const std::string& host);

  NameStore* const store_;
  std::map<HostKey, ExpectedNames> expected_;
  std::map<HostKey, HostNames> learnt_;  // not in the store yet
  loop::SteadyPoint oldest_{};           // of those
  std::unordered_map<std::string, Pulse> pulses_;
};

}  // namespace huabiao::monitor
