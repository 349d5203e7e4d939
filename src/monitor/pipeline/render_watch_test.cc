#include "monitor/pipeline/render_watch.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr Millis kDay = std::chrono::hours(24);
const TimePoint kNow = from_millis(1'700'000'000'000);

class FakeStore final : public RenderedStore {
 public:
  Result<std::optional<RenderedView>> rendered_of(std::int64_t /*site*/, const std::string& host) override {
    ++asked;
    return host == "a.gov.cn" ? kept : std::nullopt;
  }
  std::optional<RenderedView> kept;
  int asked = 0;
};

VisitRecord undecided(std::int64_t id = 1) {
  VisitRecord record;
  record.visit.id = {id};
  record.visit.site = 7;
  record.visit.host = "a.gov.cn";
  record.facts.emplace();
  record.facts->mark.state = MarkState::NotSeen;
  return record;
}

VisitRecord accused() {
  VisitRecord record = undecided();
  record.facts->mark.state = MarkState::Link;
  record.findings.emplace_back();
  record.findings.back().category = Category::DarkLink;
  record.findings.back().severity = Severity::High;
  return record;
}

RenderedView with_mark(TimePoint at) {
  RenderedView view;
  view.facts.emplace();
  view.facts->mark.state = MarkState::Script;
  view.at = at;
  return view;
}

Visit due_visit() {
  Visit visit = undecided().visit;
  visit.looks.add(Look::Render);
  visit.looks.add(Look::Names);
  return visit;
}

TEST(RenderWatch, TheLookIsNotTheChildsThatFetches) {
  RenderWatch watch(nullptr, kDay);
  Visit visit = due_visit();
  EXPECT_TRUE(watch.take_look(visit));
  EXPECT_FALSE(visit.looks.has(Look::Render));
  EXPECT_TRUE(visit.looks.has(Look::Names));
  EXPECT_FALSE(watch.take_look(visit));
}

TEST(RenderWatch, DrawsWhatIsDueAndLeavesSomethingOpen) {
  RenderWatch watch(nullptr, kDay);
  EXPECT_FALSE(watch.to_draw(undecided(), kNow));
  Visit visit = due_visit();
  watch.take_look(visit);
  EXPECT_TRUE(watch.to_draw(undecided(), kNow));
  VisitRecord decided = undecided();
  decided.facts->mark.state = MarkState::Link;
  EXPECT_FALSE(watch.to_draw(decided, kNow));
}

TEST(RenderWatch, ANewAlertHasItsPictureAtOnceAndThenADayOfRest) {
  RenderWatch watch(nullptr, kDay);
  VisitRecord record = accused();
  EXPECT_TRUE(watch.to_draw(record, kNow));
  record.rendered = with_mark(kNow);
  ASSERT_TRUE(watch.take(record, kNow));
  EXPECT_FALSE(watch.to_draw(accused(), kNow + std::chrono::hours(23)));
  EXPECT_TRUE(watch.to_draw(accused(), kNow + kDay));
}

TEST(RenderWatch, BetweenTwoLooksTheLastViewAnswers) {
  FakeStore store;
  store.kept = with_mark(kNow);
  RenderWatch watch(&store, kDay);
  VisitRecord soon = undecided(), late = undecided();
  ASSERT_TRUE(watch.take(soon, kNow + kDay));
  EXPECT_EQ(soon.facts->mark.state, MarkState::Script);
  ASSERT_TRUE(watch.take(late, kNow + 3 * kDay));
  EXPECT_EQ(late.facts->mark.state, MarkState::NotSeen);
  EXPECT_EQ(store.asked, 1);
}

TEST(RenderWatch, WhatWasDueAndNotDrawnIsMissed) {
  RenderWatch watch(nullptr, kDay);
  Visit visit = due_visit();
  watch.take_look(visit);
  VisitRecord record = undecided();
  EXPECT_EQ(watch.take(record, kNow).value(), RenderWatch::Look::Missed);
  EXPECT_EQ(watch.take(record, kNow).value(), RenderWatch::Look::AsWanted);
}

TEST(RenderWatch, SwitchedOffItDrawsAndKnowsNothing) {
  FakeStore store;
  store.kept = with_mark(kNow);
  RenderWatch watch(&store, Millis(0));
  VisitRecord record = undecided();
  EXPECT_FALSE(watch.to_draw(accused(), kNow));
  ASSERT_TRUE(watch.take(record, kNow));
  EXPECT_EQ(record.facts->mark.state, MarkState::NotSeen);
}

}  // namespace
}  // namespace huabiao::monitor
