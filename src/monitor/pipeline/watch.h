#pragma once
// The watch: every site asked once a period, round the clock, spread over the period. A period is a round of its own,
// so that every site and host has exactly one row for it: what a visit gave, or not_visited with the reason (the order
// the site is under; the visit of the period before is still under way; the watch was not running). Two periods may be
// under way at a time.
//
// Killed at any moment, the next run writes the rows the unfinished periods still owe, and goes on.

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/keep/period_store.h"
#include "monitor/pipeline/round.h"
#include "monitor/registration.h"

namespace huabiao::monitor {

// What a host's opt-out page wishes is done, unless the site stands under an order that somebody gave a consent of
// standard or above to; or it is only recorded.
enum class OptOut { Honour, Record };

struct WatchPace {
  Millis every{300'000};
  Millis views_every = std::chrono::hours(24);             // the other views, where consent allows them; 0: never
  Millis walk_every = std::chrono::hours(24);              // through inner pages; 0: never
  Millis names_every = std::chrono::minutes(10);           // what the DNS says; 0: never
  Millis registration_every = std::chrono::hours(24 * 7);  // what registries say; 0: never
  Millis registry_gap{0};                                  // between two questions to one; 0: as the rules say
  Millis tls_every = std::chrono::hours(24);               // which protocols are accepted; 0: never
  OptOut opt_out = OptOut::Record;
  Millis render_every{0};  // what a browser makes of pages that need it; 0: never
};

struct WatchSettings {
  WatchPace pace;
  RoundSettings round;
  // Asked at each period: rule packs that have changed are used from then on. May be empty.
  std::function<RoundSettings()> renew = {};
};

struct WatchStatus {
  Millis every{};
  std::optional<WatchPeriod> now, before;
  std::int64_t periods = 0;  // begun since the start
  // Since when so many sites are silent that our own line is suspected, and they are not believed to be down.
  std::optional<TimePoint> line_suspected;
  std::vector<RegistryLoad> registrations;  // as of the last minute
  // Since when our own resolvers answer for no name; unset: they do, or nobody was asked for.
  std::optional<TimePoint> resolvers_silent;
  // Why no page is drawn although some are to be; tried again after a while.
  std::optional<Error> render_failure;
};
using OnWatch = std::function<void(const WatchStatus&)>;

// Runs until stopped. What a period still owes then is written at the next start. `on_status`: at most once a second,
// on this thread. Thread: any; blocks.
// Fails: as RoundStore and RegistryStore; dispatch.no_worker, dispatch.workers_die.
Done run_watch(const RoundPorts& ports, const WatchSettings& settings, const OnWatch& on_status,
               const std::stop_token& stop);

// Writes the rows that unfinished periods owe: not_visited with `reason`. The number of periods. Fails: as RoundStore.
Result<std::int64_t> settle_watch(const RoundPorts& ports, const std::string& reason);

}  // namespace huabiao::monitor
