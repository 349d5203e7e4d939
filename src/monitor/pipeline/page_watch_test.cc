#include "monitor/pipeline/page_watch.h"

#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::monitor {
namespace {

using storage::good;
const PagePlace kHome{"www.jia.gov.cn", 0, "/"};

class PageWatchTest : public storage::StoresTest {
 protected:
  PageStore& pages() { return stores_->pages(); }
  // One visit that finds the page reading as `key`, the child's side included. True: it had to be read.
  bool visit(PageWatch& watch, const std::string& key, bool accused = false, const std::string& host = kHome.host) {
    VisitRecord record;
    record.visit.host = host;
    const auto asked = good(watch.ask(record.visit, clock_.now()));
    record.facts.emplace().bytes = bytes_;
    record.content_key = key;
    record.fetch.at = clock_.now();
    record.fetch.final_url = "https://www.jia.gov.cn/";
    if (accused) record.findings.push_back({.category = Category::DarkLink, .severity = Severity::High});
    if (is_sent(record) || accused) record.fetch.body = "<p>" + key + "</p>";
    watch.take(record, clock_.now());
    EXPECT_EQ(record.fetch.body.empty(), !accused) << "only evidence travels on";
    good(watch.flush());
    clock_.advance(std::chrono::minutes(5));
    return asked == PageWatch::Page::ToRead;
  }
  std::vector<std::string> kept() {
    std::vector<std::string> keys;
    const auto all = good(pages().changes(kHome, from_millis(0), clock_.now(), 100));
    for (const PageChange& change : all) keys.insert(keys.begin(), change.after.content_key);
    if (!all.empty()) keys.insert(keys.begin(), all.back().before.content_key);
    return keys;
  }
  std::int64_t bytes_ = 100;
};

TEST_F(PageWatchTest, KeepsAPageWhenItReadsOtherwiseAndNoOther) {
  PageWatch watch(&pages());
  EXPECT_TRUE(visit(watch, "a")) << "never kept";
  EXPECT_FALSE(visit(watch, "a"));
  visit(watch, "b");
  EXPECT_FALSE(visit(watch, "b"));
  EXPECT_EQ(kept(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(good(pages().body(good(pages().newest(kHome))->id)), "<p>b</p>");
}

TEST_F(PageWatchTest, APageThatChangesAtEveryLookIsKeptNowAndThenAndTheRestIsCounted) {
  PageWatch watch(&pages());
  constexpr int kLooks = 288;  // a day
  for (int i = 0; i < kLooks; ++i) visit(watch, "k" + std::to_string(i));
  EXPECT_GE(kept().size(), 6U);
  EXPECT_LE(kept().size(), 8U) << "four at once, then one in six hours";
  const auto all = good(pages().changes(kHome, from_millis(0), clock_.now(), 100));
  EXPECT_EQ(all.back().after.unkept, 0);
  EXPECT_GT(all.front().after.unkept, 50);
}

TEST_F(PageWatchTest, WhatCouldNotBeKeptAtOnceIsReadAgainWhenItsTimeComes) {
  PageWatch watch(&pages());
  for (const char* key : {"a", "b", "c", "d"}) visit(watch, key);
  EXPECT_FALSE(visit(watch, "e")) << "the burst is over";
  clock_.advance(PageWatchLimits::kRefill);
  EXPECT_TRUE(visit(watch, "e")) << "also where nothing changed since it was read";
  EXPECT_EQ(kept().back(), "e");
  EXPECT_EQ(good(pages().newest(kHome))->unkept, 0) << "it is not between the two";
}

TEST_F(PageWatchTest, AnAccusationThatComesIsKeptWhateverWasKeptBefore) {
  PageWatch watch(&pages());
  for (const char* key : {"a", "b", "c", "d", "e"}) visit(watch, key);
  visit(watch, "hacked", true);
  EXPECT_EQ(kept().back(), "hacked");
  EXPECT_TRUE(good(pages().newest(kHome))->accused);
  visit(watch, "cleaned");
  visit(watch, "hacked again", true);
  EXPECT_EQ(kept().back(), "hacked again");
  EXPECT_EQ(good(pages().newest(kHome))->unkept, 1) << "the cleaned one";
}

TEST_F(PageWatchTest, ARestartKeepsNothingTwice) {
  {
    PageWatch watch(&pages());
    visit(watch, "a");
    visit(watch, "b");
  }
  PageWatch watch(&pages());
  EXPECT_FALSE(visit(watch, "b"));
  EXPECT_EQ(kept(), (std::vector<std::string>{"a", "b"}));
}

TEST_F(PageWatchTest, APageTooLongIsNamedWithoutItsBody) {
  PageWatch watch(&pages());
  visit(watch, "a");
  bytes_ = PageLimits::kBodyBytes + 1;
  visit(watch, "huge");
  EXPECT_EQ(good(pages().newest(kHome))->body, PageBody::TooLarge);
}

TEST_F(PageWatchTest, APictureIsWantedOncePerPageAndKeptWithIt) {
  PageWatch watch(&pages());
  visit(watch, "a");
  VisitRecord record;
  record.visit.host = kHome.host;
  record.content_key = "a";
  EXPECT_TRUE(watch.wants_picture(record));
  record.rendered.emplace().picture = Picture{.png = "PNG", .sha256 = "x", .width = 10, .height = 20};
  watch.take(record, clock_.now());
  good(watch.flush());
  EXPECT_FALSE(watch.wants_picture(record));
  EXPECT_EQ(good(pages().picture(good(pages().newest(kHome))->id)), "PNG");
  record.content_key = "b";
  EXPECT_TRUE(watch.wants_picture(record));
}

TEST_F(PageWatchTest, AfterAStartNotEveryPageIsSentAtOnce) {
  PageWatch watch(&pages());
  int sent = 0;
  for (int i = 0; i < 1'000; ++i) {
    Visit one{.host = "h" + std::to_string(i) + ".gov.cn"};
    sent += good(watch.ask(one, clock_.now())) == PageWatch::Page::ToRead ? 1 : 0;
  }
  EXPECT_EQ(sent, PageWatchLimits::kPerSecond);
}

TEST_F(PageWatchTest, WithoutAStoreNothingIsAsked) {
  PageWatch watch(nullptr);
  Visit one{.host = kHome.host};
  EXPECT_EQ(good(watch.ask(one, clock_.now())), PageWatch::Page::AsItComes);
  EXPECT_FALSE(one.kept_page);
}

}  // namespace
}  // namespace huabiao::monitor
