#pragma once
// KnownPages: what the pages of the watch said when they were last read, so that one that is still the same is not read
// again. A page accused of an attack is never known: it is read each time, and its body is evidence each time. Inner to
// this room. Thread: one.

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "monitor/verdict.h"

namespace huabiao::monitor {

struct KnownPageLimits {
  static constexpr std::size_t kPages = 250'000;          // some 2 KB each; beyond it all are forgotten and read anew
  static constexpr Millis kAge = std::chrono::hours(24);  // then a page is read again, changed or not
};

class KnownPages {
 public:
  // Names the page in visit.known_page, where it need not be read again.
  void ask(Visit& visit, TimePoint now) const;
  // Completes a record told as known, remembers one that was read. What is told as known and is not becomes
  // not_visited.
  void take(VisitRecord& record);
  [[nodiscard]] std::size_t size() const { return pages_.size(); }

 private:
  struct Known {
    std::string key;
    Outcome outcome = Outcome::Ok;
    std::string reason;
    PageFacts facts;
    std::vector<Finding> findings;
    TimePoint read{};
  };
  std::unordered_map<std::string, Known> pages_;  // by site and address
};

}  // namespace huabiao::monitor
