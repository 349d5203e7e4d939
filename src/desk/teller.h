#pragma once
// Teller: plans what is to be told from the history of findings and tells it, for as long as it lives: one thread
// plans, one a channel sends, so that a slow channel holds no other back. What a kill interrupts is told again, with
// the same key.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "desk/duty.h"
#include "notice/message.h"
#include "notice/outbox.h"

namespace huabiao::desk {

struct TellerChannel {
  notice::Channel channel;
  std::string address;  // as it may be shown; empty: not known now
  // Tells it now, or says why not; ends early when asked to stop. Thread: any.
  std::function<Done(const notice::Message& message, const std::stop_token& stop)> send;
  Millis gap{0};  // between two messages: what the other side takes
};

struct TellerPace {
  Millis tick = std::chrono::seconds(1);           // between two looks at the history, and at what waits
  Millis first_pause = std::chrono::seconds(2);    // of a channel after a failure; each further one doubles it ...
  Millis longest_pause = std::chrono::minutes(1);  // ... up to this
  Millis prune = std::chrono::hours(1);            // between two sweeps
  std::size_t batch = 20;                          // deliveries looked up at once
};

class Teller {
 public:
  struct Told {  // over one channel since the start
    std::int64_t sent = 0, failed = 0, given_up = 0;
    std::optional<Error> failure;  // of the last attempt; none: it was told
  };

  // `console`: for links. Elsewhere: it only tries channels for people. Lifetime: outbox and clock outlive it.
  Teller(notice::Outbox& outbox, std::vector<TellerChannel> channels, const Clock& clock, std::string console,
         const TellerPace& pace = {}, Duty duty = Duty::Here);
  ~Teller();
  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;

  [[nodiscard]] std::vector<std::reference_wrapper<const TellerChannel>> channels() const;
  [[nodiscard]] Told told(const std::string& channel) const;  // Thread: any
  [[nodiscard]] notice::Outbox& outbox() const { return outbox_; }
  // A person's trial, now. Fails: NotFound notice.no_such_channel; as the channel's send. Thread: any; blocks.
  Done test(const std::string& channel);
  // A person asked for something: it is told at once, also where a channel pauses. Thread: any.
  void wake();
  // What is being told is broken off and told again at the next start.
  void stop();

 private:
  struct Line {
    explicit Line(TellerChannel of) : of(std::move(of)) {}
    const TellerChannel of;
    Guarded<Told> told;
    std::jthread thread;
  };
  enum class Went { Well, Badly, Stopped };
  enum class EndsBy { Time, Asked, News };  // what ends a wait; each takes in those before it

  void plan(const std::stop_token& stop);
  void plan_all(const std::stop_token& stop);
  void tell(Line& line, const std::stop_token& stop);
  Went tell_one(Line& line, const notice::DueDelivery& due, const std::stop_token& stop);
  void wait(Millis time, EndsBy end, const std::stop_token& stop);
  void notify(std::uint64_t Teller::* counter);

  notice::Outbox& outbox_;
  const Clock& clock_;
  const std::string console_;
  const TellerPace pace_;
  std::vector<notice::Channel> plans_for_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::uint64_t asked_ = 0, planned_ = 0;  // guarded by mutex_
  std::stop_source trials_;
  std::jthread planner_;  // last: it uses the rest
};

}  // namespace huabiao::desk
