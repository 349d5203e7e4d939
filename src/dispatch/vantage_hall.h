#pragma once
// VantageHall: where rounds and vantage points meet. A round offers an errand at its seat; a vantage point (a worker on
// another machine) leases it and brings the records back; the round takes them in its own turn. What nobody takes, what
// is not answered before its lease ends, and what comes back as garbage goes back to the seat unanswered, so that the
// round has it done by its own children: every errand offered comes back exactly once.
//
// A vantage point answers for the leases it holds and for nothing else. Nothing here is kept: after a restart every
// lease is unknown. Thread: any.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "dispatch/vantage_message.h"
#include "loop/event_loop.h"
#include "monitor/errand.h"
#include "monitor/verdict.h"

namespace huabiao::dispatch {

struct HallLimits {
  std::size_t offered = 4'096;   // errands waiting or on lease; more are not taken
  std::size_t answered = 4'096;  // leases remembered after their end, so that a result told twice is recognised
  Millis pick_up{15'000};        // an errand waits at most so long for a vantage point to take it
  Millis grace{30'000};          // a lease lasts so long beyond what the errand may take
  Millis presence{30'000};       // a vantage point not heard for so long is gone; longer than a poll
  Millis look{200};              // between two looks at what has lapsed
};

// A vantage point as the hall knows it since the server's start.
struct VantageSeen {
  std::string name, version;
  TimePoint heard{};
  bool present = false;
  std::int64_t out = 0;      // errands on lease now
  std::int64_t done = 0;     // errands answered
  std::int64_t lapsed = 0;   // leases that ended unanswered
  std::int64_t refused = 0;  // results that were not believed
};

class VantageHall {
 public:
  using Steady = std::function<loop::SteadyPoint()>;

  // Lifetime: `clock` outlives the hall.
  explicit VantageHall(
      const Clock& clock, const HallLimits& limits = {},
      Steady steady = [] { return std::chrono::steady_clock::now(); });
  ~VantageHall();
  VantageHall(const VantageHall&) = delete;
  VantageHall& operator=(const VantageHall&) = delete;

  // Every request of a vantage point says that it lives.
  void heard(const std::string& name, const std::string& version);
  // At most `room` errands, all of one round. nullopt: there is nothing now.
  std::optional<Lease> lease(const std::string& name, std::size_t room);
  // How a vantage point is to ask where there is nothing to ask: a lease without errands.
  [[nodiscard]] static Lease nothing();

  enum class Accepted { New, Known };  // Known: it was told before, and accepted then
  // Fails: NotFound vantage.no_such_lease (never given, given to another, ended), Conflict vantage.other_visits
  // (records of other visits, or such as no honest worker makes): nothing of the result is used.
  Result<Accepted> take(const std::string& name, VantageResult result);

  // It is no vantage point any more: what it has on lease goes back.
  void forget(const std::string& name);

  [[nodiscard]] std::vector<VantageSeen> seen() const;  // by name

 private:
  friend class VantageSeat;
  struct State;
  std::unique_ptr<State> state_;
};

// A round's place in the hall. Thread: the round's. Lifetime: the hall outlives it; with it goes what it offered.
class VantageSeat {
 public:
  // `wake` is called, on any thread, whenever there is something to take back; it must not block.
  VantageSeat(VantageHall& hall, const WorkerSettings& worker, std::function<void()> wake);
  ~VantageSeat();
  VantageSeat(const VantageSeat&) = delete;
  VantageSeat& operator=(const VantageSeat&) = delete;

  // False: no vantage point is there, or the hall is full.
  [[nodiscard]] bool offer(const monitor::Errand& errand);

  struct Back {
    monitor::Errand errand;
    std::string vantage;                        // who made the records
    std::vector<monitor::VisitRecord> records;  // one per visit, in their order; empty: nobody did it
  };
  std::vector<Back> take_back();

 private:
  VantageHall& hall_;
  std::uint64_t number_ = 0;
};

}  // namespace huabiao::dispatch
