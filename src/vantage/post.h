#pragma once
// The vantage point at work: leases errands from its server, has them done by worker children of its own, and brings
// the results back. It holds no database and listens to nobody.

#include <functional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "dispatch/worker_pool.h"
#include "vantage/link.h"
#include "vantage/result_queue.h"

namespace huabiao::vantage {

struct PostLimits {
  Millis first_pause{1'000}, longest_pause{30'000};  // between two tries while the server cannot be reached; doubles
  Millis full{100};                                  // between two looks for room
};

struct PostSettings {
  // Whom to trust, by which rules to read, how much at once: this machine's own. As whom, how long and how often to ask
  // is the server's, within VantageLimits.
  dispatch::PoolSettings pool;
  LinkSettings link;  // checked
  std::filesystem::path queue;
  QueueLimits queue_limits;
  PostLimits limits;
};

// Runs until stopped; what is not told by then stays in the queue. `on_connected`: once, when the server knew us, with
// the number of results that waited for it at the start. Thread: any; blocks.
// Fails: Unauthenticated vantage.bad_token; Environment vantage.no_queue; dispatch.no_worker, dispatch.workers_die.
Done run_post(const PostSettings& settings, const std::function<void(std::size_t waiting)>& on_connected,
              const std::stop_token& stop);

}  // namespace huabiao::vantage
