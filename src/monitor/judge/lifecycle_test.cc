#include "monitor/judge/lifecycle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::monitor {
namespace {

const TimePoint kDay = from_iso("2026-11-22T00:00:00.000Z").value();

struct Walk {
  std::optional<FindingLife> life;
  TimePoint now = kDay;
  std::vector<Happened> happened;
  Walk& on(const FindingEvent& event) {
    now += std::chrono::days(1);
    auto step = advance(life, event, now);
    if (!step) {
      ADD_FAILURE() << step.error().code;
      return *this;
    }
    life = step->life;
    happened = step->happened;
    return *this;
  }
};

TEST(Lifecycle, OpensConfirmsResolvesAndReopens) {
  Walk walk;
  walk.on(Seen{});
  EXPECT_EQ(walk.life->state, FindingState::Open);
  walk.on(Seen{});
  EXPECT_EQ(walk.life->state, FindingState::Confirmed);
  EXPECT_EQ(walk.happened, std::vector{Happened::Confirmed});
  walk.on(NotSeen{});
  EXPECT_EQ(walk.life->state, FindingState::Confirmed);
  walk.on(NotSeen{});
  EXPECT_EQ(walk.life->state, FindingState::Resolved);
  EXPECT_TRUE(walk.life->resolved_at);
  walk.on(Seen{});
  EXPECT_EQ(walk.life->state, FindingState::Open);
  EXPECT_EQ(walk.happened, std::vector{Happened::Reopened});
  EXPECT_EQ(walk.life->reopened, 1);
}

TEST(Lifecycle, WhatWasSeenOnceIsGoneAfterOneMiss) {
  EXPECT_EQ(Walk{}.on(Seen{}).on(NotSeen{}).life->state, FindingState::Resolved);
}

TEST(Lifecycle, ARoundThatCouldNotLookSaysNothing) {
  Walk walk;
  walk.on(Seen{}).on(Seen{});
  const FindingLife before = *walk.life;
  walk.on(NotLooked{});
  EXPECT_EQ(*walk.life, before);
  EXPECT_TRUE(walk.happened.empty());
}

TEST(Lifecycle, ARecheckCountsAtOnce) {
  Walk walk;
  walk.on(Seen{}).on(Seen{}).on(Rechecked{false});
  EXPECT_EQ(walk.life->state, FindingState::Resolved);
  EXPECT_EQ(walk.happened, (std::vector{Happened::Rechecked, Happened::Resolved}));
}

TEST(Lifecycle, ADecisionNeedsNameAndReasonAndLapses) {
  Walk walk;
  walk.on(Seen{});
  EXPECT_EQ(advance(walk.life, Decide{FindingDecision::Accepted, "", "why", {}}, kDay).error().code,
            "finding.decision_needs_reason");
  EXPECT_EQ(advance(walk.life, Decide{FindingDecision::FalseAlarm, "a", "", {}}, kDay).error().code,
            "finding.decision_needs_reason");
  walk.on(Decide{FindingDecision::Accepted, "a", "planned", walk.now + std::chrono::days(3)});
  EXPECT_FALSE(counts(*walk.life, walk.now));
  EXPECT_TRUE(counts(*walk.life, walk.now + std::chrono::days(3)));
  walk.on(Seen{}).on(Seen{});
  EXPECT_EQ(walk.life->decision, FindingDecision::None);
  EXPECT_EQ(walk.happened.front(), Happened::DecisionLapsed);
}

TEST(Lifecycle, NothingCanBeDoneToWhatWasNeverSeen) {
  EXPECT_EQ(advance(std::nullopt, NotSeen{}, kDay).error().code, "finding.none");
  EXPECT_EQ(advance(std::nullopt, Rechecked{false}, kDay).error().code, "finding.none");
}

RC_GTEST_PROP(LifecycleProperty, StatesAndCountsAgreeAfterAnyRounds, (const std::vector<std::uint8_t>& events)) {
  Walk walk;
  walk.on(Seen{});
  for (const std::uint8_t event : events) {
    switch (event % 4) {
      case 0:
        walk.on(Seen{});
        break;
      case 1:
        walk.on(NotSeen{});
        break;
      case 2:
        walk.on(NotLooked{});
        break;
      default:
        walk.on(Rechecked{event % 8 == 3});
        break;
    }
    RC_ASSERT((walk.life->state == FindingState::Resolved) == walk.life->resolved_at.has_value());
    RC_ASSERT(walk.life->state != FindingState::Confirmed || walk.life->seen >= 2);
    RC_ASSERT(walk.life->first_seen <= walk.life->last_seen);
    RC_ASSERT(counts(*walk.life, walk.now) == (walk.life->state != FindingState::Resolved));
  }
}

}  // namespace
}  // namespace huabiao::monitor
