#pragma once
// A round: every target of a plan visited, judged and kept, one row per site and host, whatever happens. The visits
// themselves run in worker children; here is their order, their second attempts, and the way to disk.
//
// A round killed at any moment goes on with run_round of the same number: what was kept is kept once, what was not is
// visited again.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/vantage_hall.h"
#include "dispatch/worker_pool.h"
#include "monitor/keep/evidence_store.h"
#include "monitor/keep/name_store.h"
#include "monitor/keep/order_store.h"
#include "monitor/keep/page_store.h"
#include "monitor/keep/period_store.h"
#include "monitor/keep/registration_store.h"
#include "monitor/keep/rendered_store.h"
#include "monitor/keep/round_store.h"
#include "monitor/keep/sample_store.h"
#include "monitor/keep/walk_store.h"
#include "monitor/known_sites.h"
#include "monitor/outcome.h"
#include "monitor/verdict.h"
#include "registry/store.h"

namespace huabiao::monitor {

struct RoundSettings {
  dispatch::PoolSettings pool;
  std::optional<dispatch::PoolSettings> render;  // children that draw pages in a browser; nullopt: none
  double rate = 0;                               // errands begun per second; 0: no cap
  Millis retry_pause{2'000};  // at least so long before an outage is asked again; spread over twice that
  Millis progress_every{200};
  std::size_t batch_rows = 200;   // rows kept in one transaction
  Millis batch_age{1'000};        // a row waits at most so long for its transaction
  std::string vantage = "local";  // from where the net is seen
};

struct RoundProgress {
  RoundId round;
  std::int64_t total = 0, done = 0;                             // rows
  std::int64_t kept = 0;                                        // rows on disk, at most done
  std::int64_t waiting_second = 0;                              // outages to be asked again
  std::array<std::int64_t, kOutcomeNames.size()> by_outcome{};  // of done rows, indexed by Outcome
  double per_second = 0;                                        // rows done, over the round so far
  Millis elapsed{};
};

// What a round is run with. All outlive it.
struct RoundPorts {
  RoundStore& rounds;
  registry::RegistryStore& registry;
  EvidenceStore* evidence = nullptr;  // nullptr: bodies are not kept
  SampleStore* samples = nullptr;     // nullptr: neither are samples
  const Clock& clock;
  OrderStore* orders = nullptr;                // nullptr: every site is under WatchOrder{}
  NameStore* names = nullptr;                  // nullptr: what the DNS says is neither judged nor kept
  RegistrationStore* registrations = nullptr;  // nullptr: no registry is asked
  dispatch::VantageHall* vantages = nullptr;   // nullptr: an outage is asked again from here
  PeriodStore* periods = nullptr;              // nullptr: how periods of the watch were kept is not
  WalkStore* walks = nullptr;                  // nullptr: what hosts wished before is not known
  EvidenceStore* pictures = nullptr;           // nullptr: pictures of pages are not kept
  RenderedStore* rendered = nullptr;           // nullptr: what a browser showed before is not known
  PageStore* pages = nullptr;                  // nullptr: home pages are not kept from change to change
};

using OnProgress = std::function<void(const RoundProgress&)>;
// A site's rows of this round, one per host, and what was concluded from them, before they are kept; in the order the
// sites are done. A row that became evidence still has its body.
using OnSite = std::function<void(std::span<const VisitRecord> rows, const SiteVerdict& verdict)>;

struct RoundSummary {
  RoundState state = RoundState::Finished;  // Stopped: by the token
  RoundProgress progress;
};

// Plans a round over every visited site of the register, or over `selection`. On disk when it returns.
// Fails: as RegistryStore and RoundStore (Conflict round.unfinished); NotFound registry.no_such_site.
Result<RoundId> begin_round(const RoundPorts& ports, std::span<const registry::SiteId> selection,
                            const std::string& by);

// Runs a round begun before, to its end, from where it stands. Thread: any; blocks; callbacks run on this thread.
// Stop: what is done is kept, the round stays unfinished and can be run again, or abandoned.
// Fails: as RoundStore; dispatch.no_worker, dispatch.workers_die.
Result<RoundSummary> run_round(const RoundPorts& ports, RoundId round, const RoundSettings& settings,
                               const OnProgress& on_progress, const OnSite& on_site, const std::stop_token& stop);

// Ends an unfinished round: what was not visited gets not_visited rows with `reason`. Fails: as RoundStore.
Done abandon_round(const RoundPorts& ports, RoundId round, const std::string& reason);

// The register as the counterfeit check needs it. Fails: as RegistryStore.
Result<std::vector<KnownSite>> known_sites(registry::RegistryStore& registry);

// Visits addresses given by hand once; nothing is kept. An address that cannot be read gives a bad_url row. What passes
// for one of the `registered` sites is accused; what `looks` bring is judged as if nothing had been learnt before. With
// settings.render every page read is drawn as well; fails then also with what keeps a browser from working.
// Stop: the rest gives not_visited rows. Fails: dispatch.no_worker, dispatch.workers_die.
Result<RoundSummary> visit_addresses(std::span<const std::string> addresses, const KnownSites& registered,
                                     const Clock& clock, const RoundSettings& settings, const OnProgress& on_progress,
                                     const OnSite& on_site, const std::stop_token& stop, Looks looks = {});

}  // namespace huabiao::monitor
