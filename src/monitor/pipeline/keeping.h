#pragma once
// Keeping: sites of one round on their way to the store, rows and verdict together, so nothing is ever kept by halves.
// Inner to this room. Thread: one.

#include <span>
#include <vector>

#include "loop/event_loop.h"
#include "monitor/pipeline/round.h"
#include "monitor/pipeline/round_engine.h"

namespace huabiao::monitor {

class Keeping {
 public:
  // Lifetime: ports and settings outlive it.
  Keeping(const RoundPorts& ports, RoundId round, const RoundSettings& settings)
      : ports_(ports), round_(round), settings_(settings) {}

  // Fail (all): as RoundStore, EvidenceStore, SampleStore.
  // Where nobody looked, the rows are kept and no verdict: what is known of the site stays.
  Done take(SiteDone site);
  Done flush_if_old();
  Done flush();

  void kept_before(std::int64_t rows) { kept_ = rows; }
  [[nodiscard]] std::int64_t kept() const { return kept_; }  // rows on disk

 private:
  Done keep_samples();
  Done keep_picture(VisitRecord& row) const;

  const RoundPorts& ports_;
  const RoundId round_;
  const RoundSettings& settings_;
  std::vector<SiteRows> sites_;
  std::size_t rows_ = 0;  // of those
  loop::SteadyPoint oldest_{};
  std::int64_t kept_ = 0;
};

}  // namespace huabiao::monitor
