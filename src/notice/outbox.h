#pragma once
// Outbox: what is to be told over which channel, and what became of it. A port: storage/ implements it. Planning reads
// the history of findings from where each channel stood and moves on in one transaction: nothing is lost over a kill,
// nothing planned twice. A delivery is told at least once; each repeat bears the same key.
// Thread: any; readers do not wait; writers wait for each other. Fails (all calls): as RegistryStore.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/keep/kept_finding.h"
#include "notice/channel.h"

namespace huabiao::notice {

struct OutboxLimits {
  Millis first_wait = std::chrono::seconds(30);       // after the first failed attempt; each further one doubles it
  Millis longest_wait = std::chrono::hours(1);        // ... up to this
  double jitter = 0.2;                                // a wait is longer or shorter by up to this part
  Millis give_up_after = std::chrono::hours(24 * 3);  // since it was planned, or replayed by a person
  Millis retention = std::chrono::hours(24 * 90);     // of what was sent or given up
  std::size_t moments_per_plan = 500;                 // of the history, in one transaction
  std::size_t pruned_per_step = 1'000;                // rows, in one transaction
};

// `attempts`: failed ones so far, at least 1. `chance`: 0 to 1, decides the jitter.
Millis wait_after(std::int64_t attempts, double chance, const OutboxLimits& limits = {});

using DeliveryId = Id<struct DeliveryTag>;

enum class DeliveryState { Waiting, Sent, GivenUp };
inline constexpr std::array<std::string_view, 3> kDeliveryStateNames = {"waiting", "sent", "given_up"};
constexpr std::string_view to_string(DeliveryState state) {
  return kDeliveryStateNames[static_cast<std::size_t>(state)];
}

struct Delivery {
  DeliveryId id;
  std::string channel, key;
  monitor::FindingId finding;
  std::int64_t site = 0;
  std::string site_name, rule;
  Happening what = Happening::Confirmed;
  monitor::Severity severity = monitor::Severity::Medium;
  TimePoint at{};  // when it happened
  DeliveryState state = DeliveryState::Waiting;
  std::int64_t attempts = 0;
  TimePoint planned{}, next_try{};
  std::optional<TimePoint> tried, ended;  // last attempt; sent or given up
  std::string error, detail;              // of the last failed attempt; empty: none failed
};

struct DueDelivery {
  Delivery delivery;
  monitor::KeptFinding finding;  // as it is now; without its moments
};

struct DeliveryQuery {
  std::string channel;  // empty: all
  std::optional<DeliveryState> state;
  std::string cursor;
  std::size_t limit = 50;  // at most 200
};
struct DeliveryPage {
  std::vector<Delivery> rows;  // newest first
  std::string next;            // empty: this was the last
  std::int64_t total = 0;
};

struct ChannelUse {
  std::string channel;
  std::int64_t waiting = 0, sent = 0, given_up = 0;  // of those retained
  std::optional<TimePoint> oldest_waiting;           // when it was planned
  std::optional<TimePoint> last_sent;
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  // One step for the channels there are: those not known yet begin now; what waits for others is given up. How many
  // deliveries it planned; `more`: there is history left to read.
  struct Planned {
    std::size_t deliveries = 0;
    bool more = false;
  };
  virtual Result<Planned> plan(std::span<const Channel> channels) = 0;
  // What is to be told now over the channel, longest waiting first. What comes later of a finding waits for what came
  // before.
  virtual Result<std::vector<DueDelivery>> due(const std::string& channel, std::size_t limit) = 0;
  // It was told: so says the history of the finding as well. Fails: NotFound notice.no_such_delivery.
  virtual Done sent(DeliveryId id) = 0;
  // It was not: it waits longer, or is given up. Fails: NotFound notice.no_such_delivery.
  virtual Result<DeliveryState> failed(DeliveryId id, const Error& error) = 0;
  // It is not to be told any more. Fails: NotFound notice.no_such_delivery.
  virtual Done give_up(DeliveryId id, const Error& why) = 0;
  // A person wants it told again, now. Fails: NotFound notice.no_such_delivery; Conflict notice.no_such_channel.
  virtual Result<Delivery> replay(DeliveryId id) = 0;
  virtual Result<DeliveryPage> deliveries(const DeliveryQuery& query) = 0;
  virtual Result<std::vector<ChannelUse>> use() = 0;  // by name
  // Forgets what is past retention. True: there is more.
  virtual Result<bool> prune() = 0;
};

}  // namespace huabiao::notice
