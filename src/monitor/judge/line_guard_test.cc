#include "monitor/judge/line_guard.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class LineGuardTest : public testing::Test {
 protected:
  VisitRecord row(int host, Outcome outcome, int machines = 100) const {
    VisitRecord row;
    row.visit.host = "h" + std::to_string(host) + ".gov.cn";
    row.fetch.outcome = outcome;
    row.attempts.push_back({});
    row.attempts.back().address = "203.0.113." + std::to_string(host % machines);
    return row;
  }
  // All hosts once, within half a minute, each ending as told; how many were doubted.
  template <class OutcomeOf>
  int round(OutcomeOf outcome_of, int machines = 100) {
    int doubted = 0;
    for (int host = 0; host < 100; ++host) {
      now_ += Millis(300);
      doubted += guard_.doubts(row(host, outcome_of(host), machines), now_) ? 1 : 0;
    }
    now_ += minutes(5);
    return doubted;
  }
  static Outcome ok(int) { return Outcome::Ok; }
  static Outcome dark(int) { return Outcome::DnsFailure; }

  LineGuard guard_;
  TimePoint now_ = from_millis(1'700'000'000'000);
};

TEST_F(LineGuardTest, ADeadResolverOrLineIsNotTheSitesFault) {
  EXPECT_EQ(round(ok), 0);
  EXPECT_GE(round(dark), 80) << "the first of them, before it was plain, are believed";
  EXPECT_TRUE(guard_.suspected());
  EXPECT_GE(round([](int) { return Outcome::ConnectTimeout; }), 80);
  EXPECT_EQ(round(ok), 0);
  EXPECT_FALSE(guard_.suspected());
}

TEST_F(LineGuardTest, SomeSilentHostsAreBelieved) {
  round(ok);
  EXPECT_EQ(round([](int host) { return host % 10 < 6 ? Outcome::ConnectTimeout : Outcome::Ok; }), 0);
}

TEST_F(LineGuardTest, ManySitesOfOneMachineAreBelieved) {
  round(ok, 3);
  EXPECT_EQ(round([](int) { return Outcome::ConnectTimeout; }, 3), 0);
}

TEST_F(LineGuardTest, AnAnswerIsNoSilence) {
  round(ok);
  EXPECT_EQ(round([](int) { return Outcome::ConnectRefused; }), 0);
  EXPECT_EQ(round([](int) { return Outcome::Reset; }), 0);
  VisitRecord slow = row(1, Outcome::Timeout);
  slow.fetch.timing.connected = 20;
  EXPECT_FALSE(unheard(slow));
}

TEST_F(LineGuardTest, AnEstateThatIsMostlyDeadIsNoBrokenLine) {
  const auto mostly_dead = [](int host) { return host < 15 ? Outcome::Ok : Outcome::DnsFailure; };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(round(mostly_dead), 0);
  EXPECT_EQ(round(dark), 0) << "15 hosts prove nothing";
}

TEST_F(LineGuardTest, InTheEndItIsBelieved) {
  round(ok);
  EXPECT_GT(round(dark), 0);
  int last = 100;
  for (int i = 0; i < 8; ++i) last = round(dark);
  EXPECT_EQ(last, 0);
  EXPECT_FALSE(guard_.suspected());
}

TEST_F(LineGuardTest, AClockSetBackBeginsAnew) {
  round(ok);
  round(dark);
  now_ -= minutes(90);
  EXPECT_EQ(round(ok), 0);
  EXPECT_FALSE(guard_.suspected());
}

}  // namespace
}  // namespace huabiao::monitor
