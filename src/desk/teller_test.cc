#include "desk/teller.h"

#include <atomic>
#include <gtest/gtest.h>
#include <latch>
#include <set>

namespace huabiao::desk {
namespace {

using notice::Delivery;
using notice::DeliveryState;

// An outbox in memory, whose channels each have the same deliveries.
class Box final : public notice::Outbox {
 public:
  explicit Box(std::size_t deliveries) : deliveries_(deliveries) {}

  Result<Planned> plan(std::span<const notice::Channel> channels) override {
    return rows_.with([&](auto& rows) -> Planned {
      if (!rows.empty()) return {};
      for (const notice::Channel& channel : channels)
        for (std::size_t i = 0; i < deliveries_; ++i) {
          Delivery one;
          one.id.value = static_cast<std::int64_t>(rows.size()) + 1;
          one.channel = channel.name;
          one.key = "k" + std::to_string(i);
          rows.push_back(one);
        }
      return {rows.size(), false};
    });
  }
  Result<std::vector<notice::DueDelivery>> due(const std::string& channel, std::size_t limit) override {
    return rows_.with([&](auto& rows) {
      std::vector<notice::DueDelivery> due;
      for (const Delivery& one : rows)
        if (one.channel == channel && one.state == DeliveryState::Waiting && one.attempts == 0 && due.size() < limit)
          due.push_back({one, finding_});
      return due;
    });
  }
  Done sent(notice::DeliveryId id) override { return put(id, DeliveryState::Sent, 0); }
  Result<DeliveryState> failed(notice::DeliveryId id, const Error&) override {
    auto done = put(id, DeliveryState::Waiting, 1);
    return DeliveryState::Waiting;
  }
  Done give_up(notice::DeliveryId id, const Error&) override { return put(id, DeliveryState::GivenUp, 0); }
  Result<Delivery> replay(notice::DeliveryId) override { return Delivery{}; }
  Result<notice::DeliveryPage> deliveries(const notice::DeliveryQuery&) override { return notice::DeliveryPage{}; }
  Result<std::vector<notice::ChannelUse>> use() override { return std::vector<notice::ChannelUse>{}; }
  Result<bool> prune() override { return false; }

  [[nodiscard]] std::size_t count(const std::string& channel, DeliveryState state) const {
    return rows_.with([&](const auto& rows) {
      return static_cast<std::size_t>(std::ranges::count_if(
          rows, [&](const Delivery& one) { return one.channel == channel && one.state == state; }));
    });
  }
  monitor::KeptFinding finding_;

 private:
  Done put(notice::DeliveryId id, DeliveryState state, std::int64_t attempts) {
    rows_.with([&](auto& rows) {
      rows.at(static_cast<std::size_t>(id.value) - 1).state = state;
      rows.at(static_cast<std::size_t>(id.value) - 1).attempts += attempts;
    });
    return {};
  }
  std::size_t deliveries_;
  Guarded<std::vector<Delivery>> rows_;
};

const SystemClock kClock;
constexpr TellerPace kPace{.tick = Millis(5), .first_pause = Millis(5), .longest_pause = Millis(20)};

template <class Test>
bool until(const Test& test) {
  for (int i = 0; i < 2'000; ++i) {
    if (test()) return true;
    std::this_thread::sleep_for(Millis(5));
  }
  return false;
}

TellerChannel channel(const std::string& name, decltype(TellerChannel::send) send) {
  TellerChannel one;
  one.channel.name = name;
  one.send = std::move(send);
  return one;
}

}  // namespace

TEST(Teller, IsNotHeldBackByAChannelThatHangs) {
  Box box(30);
  Teller teller(box,
                {channel("hangs",
                         [](const notice::Message&, const std::stop_token& stop) -> Done {
                           while (!stop.stop_requested()) std::this_thread::sleep_for(Millis(1));
                           return fail(Kind::Unavailable, "deliver.stopped");
                         }),
                 channel("well", [](const notice::Message&, const std::stop_token&) { return Done(); })},
                kClock, "", kPace);
  EXPECT_TRUE(until([&] { return box.count("well", DeliveryState::Sent) == 30; }));
  teller.stop();
  EXPECT_EQ(box.count("hangs", DeliveryState::Waiting), 30U);
  EXPECT_EQ(teller.told("hangs").failed, 0) << "what a stop breaks off is no failure";
  EXPECT_EQ(teller.told("well").sent, 30);
}

TEST(Teller, GoesOnAfterAFailureAndSaysSo) {
  Box box(10);
  std::atomic<int> calls{0};
  Teller teller(box,
                {channel("duty",
                         [&calls](const notice::Message&, const std::stop_token&) -> Done {
                           if (calls++ == 0) return fail(Kind::Unavailable, "deliver.refused", "HTTP 500");
                           return {};
                         })},
                kClock, "", kPace);
  EXPECT_TRUE(until([&] { return box.count("duty", DeliveryState::Sent) == 9; }));
  teller.stop();
  EXPECT_EQ(teller.told("duty").failed, 1);
  EXPECT_FALSE(teller.told("duty").failure) << "the last one was told";
}

TEST(Teller, DoesNotTellWhatWasSetAsideMeanwhile) {
  Box box(3);
  box.finding_.life.decision = monitor::FindingDecision::FalseAlarm;
  std::atomic<int> calls{0};
  Teller teller(box,
                {channel("duty",
                         [&calls](const notice::Message&, const std::stop_token&) {
                           ++calls;
                           return Done();
                         })},
                kClock, "", kPace);
  EXPECT_TRUE(until([&] { return box.count("duty", DeliveryState::GivenUp) == 3; }));
  teller.stop();
  EXPECT_EQ(calls, 0);
}

TEST(Teller, TriesAChannelForAPerson) {
  Box box(0);
  std::string key;
  Teller teller(box,
                {channel("duty",
                         [&key](const notice::Message& message, const std::stop_token&) {
                           key = message.key;
                           return Done();
                         })},
                kClock, "", kPace);
  EXPECT_TRUE(teller.test("duty"));
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(teller.test("other").error().code, "notice.no_such_channel");
}

}  // namespace huabiao::desk
