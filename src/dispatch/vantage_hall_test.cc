#include "dispatch/vantage_hall.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "support/stores_fixture.h"

namespace huabiao::dispatch {
namespace {

using monitor::Outcome;
using storage::good;

class VantageHallTest : public testing::Test {
 protected:
  static monitor::Errand errand(std::uint64_t number, const std::string& host = "a.gov.cn") {
    monitor::Visit visit;
    visit.id = {static_cast<std::int64_t>(number)};
    visit.host = host;
    visit.round = 3;
    visit.site = 7;
    visit.attempt = 2;
    visit.known_page = "key";
    return {.number = number, .visits = {visit}};
  }
  VantageResult answer_to(const LeasedErrand& leased, Outcome outcome = Outcome::Ok) const {
    VantageResult result{.lease = leased.lease, .errand = leased.errand.number, .records = {}};
    for (const monitor::Visit& visit : leased.errand.visits) {
      monitor::VisitRecord record;
      record.visit = visit;
      record.fetch.outcome = outcome;
      record.fetch.at = clock_.now();
      record.attempts.emplace_back().outcome = outcome;
      if (monitor::page_read(outcome)) record.facts.emplace();
      result.records.push_back(std::move(record));
    }
    return result;
  }
  LeasedErrand leased(const std::string& by = "east") {
    const auto lease = hall_.lease(by, 1);
    if (!lease || lease->errands.size() != 1) throw std::runtime_error("nothing on lease");
    return lease->errands[0];
  }
  std::string refusal(const std::string& by, VantageResult result) {
    const auto taken = hall_.take(by, std::move(result));
    return taken ? "" : taken.error().code;
  }
  void pass(Millis time) {
    steady_ += time;
    clock_.advance(time);
  }

  StillClock clock_{from_millis(1'700'000'000'000)};
  loop::SteadyPoint steady_{std::chrono::hours(1)};
  VantageHall hall_{clock_, {}, [this] { return steady_; }};
  int woken_ = 0;
  VantageSeat seat_{hall_, {.timeout = Millis(3'000), .host_gap = Millis(0)}, [this] { ++woken_; }};
};

TEST_F(VantageHallTest, WhereNobodyIsNothingIsTaken) {
  EXPECT_FALSE(seat_.offer(errand(1)));
  hall_.heard("east", "1");
  EXPECT_TRUE(seat_.offer(errand(1)));
  pass(HallLimits{}.presence);
  EXPECT_FALSE(seat_.offer(errand(2))) << "not heard any more";
  EXPECT_EQ(seat_.take_back().size(), 1U) << "and what was offered comes back";
}

TEST_F(VantageHallTest, AnAnswerComesBackWithWhoMadeIt) {
  hall_.heard("east", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  const LeasedErrand one = leased();
  EXPECT_EQ(one.errand.visits.at(0).known_page, "") << "its rules need not be ours";
  EXPECT_GE(one.left, Millis(30'000));
  EXPECT_EQ(good(hall_.take("east", answer_to(one))), VantageHall::Accepted::New);
  EXPECT_EQ(woken_, 1);
  const auto back = seat_.take_back();
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].vantage, "east");
  EXPECT_EQ(back[0].errand.number, 5U);
  EXPECT_EQ(back[0].records.at(0).fetch.outcome, Outcome::Ok);
  EXPECT_EQ(hall_.seen().at(0).done, 1);
  EXPECT_EQ(hall_.seen().at(0).out, 0);
}

TEST_F(VantageHallTest, AResultToldTwiceIsKnown) {
  hall_.heard("east", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  const LeasedErrand one = leased();
  good(hall_.take("east", answer_to(one)));
  EXPECT_EQ(good(hall_.take("east", answer_to(one))), VantageHall::Accepted::Known);
  EXPECT_EQ(seat_.take_back().size(), 1U);
  hall_.heard("west", "1");
  EXPECT_EQ(refusal("west", answer_to(one)), "vantage.no_such_lease");
}

TEST_F(VantageHallTest, NobodyAnswersForALeaseOfAnother) {
  hall_.heard("east", "1");
  hall_.heard("west", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  const LeasedErrand one = leased("east");
  EXPECT_EQ(refusal("west", answer_to(one)), "vantage.no_such_lease");
  LeasedErrand invented = one;
  invented.lease = std::string(64, '0');
  EXPECT_EQ(refusal("east", answer_to(invented)), "vantage.no_such_lease");
  EXPECT_TRUE(seat_.take_back().empty());
  good(hall_.take("east", answer_to(one)));
  EXPECT_EQ(seat_.take_back().size(), 1U);
}

TEST_F(VantageHallTest, GarbageSendsTheErrandBackUndone) {
  const auto spoil = [&](auto change) {
    hall_.heard("east", "1");
    EXPECT_TRUE(seat_.offer(errand(5)));
    const LeasedErrand one = leased();
    VantageResult result = answer_to(one);
    change(result);
    EXPECT_EQ(refusal("east", std::move(result)), "vantage.other_visits");
    const auto back = seat_.take_back();
    ASSERT_EQ(back.size(), 1U);
    EXPECT_TRUE(back[0].records.empty());
    EXPECT_EQ(refusal("east", answer_to(one)), "vantage.no_such_lease") << "one try a lease";
  };
  spoil([](VantageResult& result) { result.records[0].visit.host = "b.gov.cn"; });
  spoil([](VantageResult& result) { result.records[0].visit.round = 4; });
  spoil([](VantageResult& result) { result.records[0].visit.attempt = 1; });
  spoil([](VantageResult& result) { result.records[0].as_known = true; });
  spoil([](VantageResult& result) { result.records[0].walk = monitor::WalkFacts{}; });  // nobody asked for that
  spoil([](VantageResult& result) { result.records.push_back(result.records[0]); });
  spoil([](VantageResult& result) { result.errand = 6; });
  spoil([](VantageResult& result) { result.records[0].facts.reset(); });
  spoil([](VantageResult& result) { result.records[0].attempts.resize(9); });
  spoil([](VantageResult& result) {
    result.records[0].fetch.body = "body";
    result.records[0].body_sha256 = sha256_hex("another");
  });
  EXPECT_EQ(hall_.seen().at(0).refused, 20);
}

TEST_F(VantageHallTest, ALeaseThatEndsComesBackAndItsResultIsRefused) {
  hall_.heard("east", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  const LeasedErrand one = leased();
  pass(one.left - Millis(1));
  EXPECT_TRUE(seat_.take_back().empty());
  pass(Millis(300));
  ASSERT_EQ(seat_.take_back().size(), 1U);
  EXPECT_EQ(refusal("east", answer_to(one)), "vantage.no_such_lease");
  EXPECT_TRUE(seat_.take_back().empty()) << "once";
  EXPECT_EQ(hall_.seen().at(0).lapsed, 1);
}

TEST_F(VantageHallTest, WhatNobodyPicksUpComesBack) {
  hall_.heard("east", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  pass(HallLimits{}.pick_up);
  EXPECT_EQ(seat_.take_back().size(), 1U);
  EXPECT_FALSE(hall_.lease("east", 4));
}

TEST_F(VantageHallTest, AVantagePointThatCouldNotGivesNoSecondView) {
  hall_.heard("east", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  good(hall_.take("east", answer_to(leased(), Outcome::NotVisited)));
  const auto back = seat_.take_back();
  ASSERT_EQ(back.size(), 1U);
  EXPECT_TRUE(back[0].records.empty());
}

TEST_F(VantageHallTest, AForgottenOneLosesItsLeases) {
  hall_.heard("east", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  const LeasedErrand one = leased();
  hall_.forget("east");
  EXPECT_EQ(seat_.take_back().size(), 1U);
  EXPECT_TRUE(hall_.seen().empty());
  EXPECT_EQ(refusal("east", answer_to(one)), "vantage.no_such_lease");
}

TEST_F(VantageHallTest, AWrongClockElsewhereMovesNoTimes) {
  hall_.heard("east", "1");
  ASSERT_TRUE(seat_.offer(errand(5)));
  VantageResult result = answer_to(leased());
  result.records[0].fetch.at = clock_.now() + std::chrono::days(400);
  result.records[0].attempts[0].at = clock_.now() - std::chrono::days(400);
  const TimePoint leased_at = clock_.now();
  pass(Millis(2'000));
  good(hall_.take("east", std::move(result)));
  const auto back = seat_.take_back();
  EXPECT_EQ(back.at(0).records.at(0).fetch.at, clock_.now());
  EXPECT_EQ(back.at(0).records.at(0).attempts.at(0).at, leased_at);
}

TEST_F(VantageHallTest, TwoRoundsGetEachItsOwnBack) {
  hall_.heard("east", "1");
  {
    VantageSeat other(hall_, {.user_agent = "other"}, [] {});
    ASSERT_TRUE(seat_.offer(errand(1, "mine.gov.cn")));
    ASSERT_TRUE(other.offer(errand(1, "other.gov.cn")));
    const auto first = hall_.lease("east", 10);
    ASSERT_EQ(first->errands.size(), 1U) << "a lease is of one round: it has one round's settings";
    const auto second = hall_.lease("east", 10);
    EXPECT_EQ(second->settings.user_agent, "other");
    good(hall_.take("east", answer_to(second->errands.at(0))));
    EXPECT_EQ(other.take_back().at(0).errand.visits.at(0).host, "other.gov.cn");
    ASSERT_TRUE(other.offer(errand(2, "left.gov.cn")));
    good(hall_.take("east", answer_to(first->errands.at(0))));
  }
  EXPECT_FALSE(hall_.lease("east", 10)) << "a round that is over takes its errands along";
  EXPECT_EQ(seat_.take_back().at(0).errand.visits.at(0).host, "mine.gov.cn");
}

TEST_F(VantageHallTest, IsBounded) {
  VantageHall small(clock_, {.offered = 2, .answered = 1}, [this] { return steady_; });
  VantageSeat seat(small, {}, [] {});
  small.heard("east", "1");
  EXPECT_TRUE(seat.offer(errand(1)));
  EXPECT_TRUE(seat.offer(errand(2)));
  EXPECT_FALSE(seat.offer(errand(3)));
  const auto lease = small.lease("east", 100);
  ASSERT_EQ(lease->errands.size(), 2U);
  EXPECT_FALSE(seat.offer(errand(3))) << "also what is on lease counts";
  good(small.take("east", answer_to(lease->errands[0])));
  good(small.take("east", answer_to(lease->errands[1])));
  EXPECT_EQ(good(small.take("east", answer_to(lease->errands[1]))), VantageHall::Accepted::Known);
  EXPECT_FALSE(small.take("east", answer_to(lease->errands[0]))) << "forgotten, so unknown";
}

}  // namespace
}  // namespace huabiao::dispatch
