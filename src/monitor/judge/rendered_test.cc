#include "monitor/judge/rendered.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

Finding found(std::string rule) {
  Finding finding;
  finding.category = rule.starts_with("mark.") ? Category::Mark : Category::Footer;
  finding.rule = std::move(rule);
  return finding;
}

bool has(const VisitRecord& record, std::string_view rule) {
  return std::ranges::any_of(record.findings, [&](const Finding& finding) { return finding.rule == rule; });
}

VisitRecord open_row() {
  VisitRecord record;
  record.facts.emplace();
  record.facts->mark.state = MarkState::NotSeen;
  record.findings = {found("mark.not-seen"), found("footer.icp-not-seen")};
  record.findings.push_back(found("dark-link.hidden-list"));
  record.findings.back().category = Category::DarkLink;
  return record;
}

RenderedView view(MarkState mark, bool whole) {
  RenderedView seen;
  seen.whole = whole;
  seen.facts.emplace();
  seen.facts->mark.state = mark;
  return seen;
}

TEST(RenderedView, WhatItShowsIsThere) {
  VisitRecord record = open_row();
  RenderedView seen = view(MarkState::Script, false);
  seen.facts->mark.id = "CA1";
  seen.facts->icp.push_back({.raw = "京ICP备1号", .normal = "京ICP备1号", .valid = true});
  seen.findings = {found("mark.undeclared")};
  ASSERT_TRUE(is_undecided(record));
  settle(record, seen);
  EXPECT_EQ(record.facts->mark.state, MarkState::Script);
  EXPECT_EQ(record.facts->mark.id, "CA1");
  EXPECT_EQ(record.facts->icp.size(), 1U);
  EXPECT_TRUE(has(record, "mark.undeclared"));
  EXPECT_FALSE(has(record, "mark.not-seen") || has(record, "footer.icp-not-seen"));
  EXPECT_TRUE(has(record, "dark-link.hidden-list"));
  EXPECT_FALSE(is_undecided(record));
}

TEST(RenderedView, OnlyAWholeOneShowsThatSomethingIsAbsent) {
  VisitRecord part = open_row();
  settle(part, view(MarkState::Absent, false));
  EXPECT_EQ(part.facts->mark.state, MarkState::NotSeen);
  EXPECT_TRUE(has(part, "mark.not-seen") && has(part, "footer.icp-not-seen"));

  VisitRecord whole = open_row();
  RenderedView seen = view(MarkState::Absent, true);
  seen.findings = {found("mark.missing"), found("footer.icp-missing")};
  settle(whole, seen);
  EXPECT_EQ(whole.facts->mark.state, MarkState::Absent);
  EXPECT_TRUE(has(whole, "mark.missing") && has(whole, "footer.icp-missing"));
  EXPECT_FALSE(has(whole, "mark.not-seen") || has(whole, "footer.icp-not-seen"));
}

TEST(RenderedView, WhatTheSourceShowsIsNotQuestioned) {
  VisitRecord record;
  record.facts.emplace();
  record.facts->mark.state = MarkState::Link;
  record.facts->icp.push_back({.raw = "京ICP备1号"});
  RenderedView seen = view(MarkState::Absent, true);
  seen.findings = {found("mark.missing"), found("footer.icp-missing")};
  EXPECT_FALSE(is_undecided(record));
  settle(record, seen);
  EXPECT_EQ(record.facts->mark.state, MarkState::Link);
  EXPECT_TRUE(record.findings.empty());
}

}  // namespace
}  // namespace huabiao::monitor
