#include "monitor/pipeline/known_pages.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

const TimePoint kNow = from_millis(1'700'000'000'000);

VisitRecord read_as(const std::string& title, const std::string& key = "k1") {
  VisitRecord record;
  record.visit = {.site = 7, .host = "www.jia.gov.cn"};
  record.fetch.outcome = Outcome::OkWithFaults;
  record.fetch.reason = "certificate has expired";
  record.fetch.at = kNow;
  record.attempts.emplace_back();
  record.facts.emplace().title = title;
  record.findings.push_back({.rule = "mark.absent", .category = Category::Mark});
  record.page_key = key;
  return record;
}

VisitRecord told_as_known(const std::string& key) {
  VisitRecord record;
  record.visit = {.site = 7, .host = "www.jia.gov.cn", .known_page = key};
  record.fetch.outcome = Outcome::Ok;
  record.attempts.emplace_back().outcome = Outcome::Ok;
  record.page_key = key;
  record.as_known = true;
  return record;
}

std::string asked(const KnownPages& pages, TimePoint now = kNow) {
  Visit visit{.site = 7, .host = "www.jia.gov.cn"};
  pages.ask(visit, now);
  return visit.known_page;
}

TEST(KnownPages, APageReadOnceCompletesTheVisitsThatFindItUnchanged) {
  KnownPages pages;
  EXPECT_EQ(asked(pages), "");
  VisitRecord first = read_as("甲局");
  pages.take(first);
  EXPECT_EQ(asked(pages), "k1");
  VisitRecord second = told_as_known("k1");
  pages.take(second);
  EXPECT_EQ(second.facts->title, "甲局");
  ASSERT_EQ(second.findings.size(), 1U);
  EXPECT_EQ(second.findings[0].rule, "mark.absent");
  EXPECT_EQ(second.fetch.outcome, Outcome::OkWithFaults);
  EXPECT_EQ(second.attempts.back().outcome, Outcome::OkWithFaults);
  EXPECT_EQ(second.attempts.back().reason, "certificate has expired");
}

TEST(KnownPages, AnotherAddressIsAnotherPage) {
  KnownPages pages;
  VisitRecord first = read_as("甲局");
  pages.take(first);
  Visit other{.site = 8, .host = "www.jia.gov.cn"};
  pages.ask(other, kNow);
  EXPECT_EQ(other.known_page, "") << "another site on the same host is judged by what it declares";
}

TEST(KnownPages, APageIsReadAgainAfterADayAndWhenTheClockWasSetBack) {
  KnownPages pages;
  VisitRecord first = read_as("甲局");
  pages.take(first);
  EXPECT_EQ(asked(pages, kNow + std::chrono::hours(23)), "k1");
  EXPECT_EQ(asked(pages, kNow + std::chrono::hours(24)), "");
  EXPECT_EQ(asked(pages, kNow - std::chrono::hours(1)), "");
}

TEST(KnownPages, AnAccusedPageIsReadEveryTime) {
  KnownPages pages;
  VisitRecord well = read_as("甲局");
  pages.take(well);
  VisitRecord sick = read_as("甲局", "k2");
  sick.findings.push_back({.rule = "dark-link.hidden-list", .category = Category::DarkLink});
  pages.take(sick);
  EXPECT_EQ(asked(pages), "");
}

TEST(KnownPages, AnOutageForgetsNothing) {
  KnownPages pages;
  VisitRecord first = read_as("甲局"), down;
  pages.take(first);
  down.visit = first.visit;
  down.fetch.outcome = Outcome::Reset;
  pages.take(down);
  EXPECT_EQ(asked(pages), "k1");
}

TEST(KnownPages, AWorkerThatClaimsToKnowIsNotBelieved) {
  KnownPages pages;
  VisitRecord claimed = told_as_known("k1");
  pages.take(claimed);
  EXPECT_EQ(claimed.fetch.outcome, Outcome::NotVisited);
  EXPECT_FALSE(claimed.fetch.reason.empty());
  VisitRecord first = read_as("甲局");
  pages.take(first);
  VisitRecord other = told_as_known("");
  pages.take(other);
  EXPECT_EQ(other.fetch.outcome, Outcome::NotVisited);
}

}  // namespace
}  // namespace huabiao::monitor
