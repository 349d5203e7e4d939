#pragma once
// Wishes: how far the hosts of the watch wish to be watched, by their opt-out pages as last read. Inner to this room.
// Thread: one.

#include <map>
#include <string>
#include <utility>

#include "base/result.h"
#include "monitor/keep/walk_store.h"
#include "monitor/verdict.h"
#include "monitor/walk/opt_out.h"
#include "monitor/watch_order.h"

namespace huabiao::monitor {

inline constexpr std::string_view kLeftAloneByWish =
    "the site's opt-out page (/.well-known/huabiao.txt) asks to be left alone";

class Wishes {
 public:
  // What earlier walks read. `store` may be nullptr. Fails: as WalkStore.
  Done resume(WalkStore* store);
  void take(const VisitRecord& row);
  // Wishes of a host that is to be heard; None where there is none.
  [[nodiscard]] Wish of(std::int64_t site, const std::string& host) const;

  // The looks that a wish leaves of those that are due. A walk goes as far as the opt-out page itself, so that a wish
  // that is taken back is noticed; names and registration are asked of others. No looks and LeaveAlone: no visit at
  // all.
  static Looks left_by(Wish wish, Looks due);

 private:
  std::map<std::pair<std::int64_t, std::string>, Wish> wishes_;  // those that wish something
};

// Is an order one that stands above the site's own wish: given by somebody, for standard checks or more?
inline bool stands_above_wishes(const WatchOrder& order) {
  return order.consent >= Consent::Standard && !order.consent_by.empty();
}

}  // namespace huabiao::monitor
