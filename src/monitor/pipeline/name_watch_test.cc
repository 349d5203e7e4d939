#include "monitor/pipeline/name_watch.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::monitor {
namespace {

using storage::good;

class NameWatchTest : public storage::StoresTest {
 protected:
  using Texts = std::vector<std::string>;
  static NameFacts facts_of(const std::string& host, const Texts& addresses) {
    NameFacts facts{.zone = host.substr(host.find('.') + 1), .answers = {}, .six = SixReach::None};
    NameAnswer answer;
    answer.resolver = "1.2.4.8";
    answer.addresses = addresses;
    answer.four = answer.six = addresses.empty() ? NameOutcome::ServerFailure : NameOutcome::Answered;
    facts.answers.push_back(answer);
    return facts;
  }
  // A look at a host, and the second view of it; no addresses: nobody answered.
  SiteDone looked(std::int64_t site, const std::string& host, const Texts& addresses,
                  const std::optional<Texts>& second = {}, const std::string& vantage = "east") {
    SiteDone done{std::to_string(site), {}, {}};
    VisitRecord& row = done.rows.emplace_back();
    row.visit.id = {7};
    row.visit.site = site;
    row.visit.host = host;
    row.names = facts_of(host, addresses);
    if (second) done.second_names[7] = {vantage, vantage != "local", facts_of(host, *second)};
    clock_.advance(std::chrono::minutes(1));
    suspected_ = watch_.suspects(row, clock_.now());
    good(watch_.judge(done, clock_.now()));
    return done;
  }
  static bool has(const SiteDone& done, std::string_view rule) {
    return std::ranges::any_of(done.verdict.findings, [&](const Finding& one) { return one.rule == rule; });
  }
  NameWatch watch_{&stores_->names()};
  bool suspected_ = false;  // the last look, before its second view
};

TEST_F(NameWatchTest, HoldsAnswersAgainstWhatIsExpected) {
  const Texts other{"6.6.6.6"};
  good(stores_->names().expect(1, "www.a.gov.cn", {.mode = ExpectMode::Equal, .entries = {"1.1.1.1"}}, "test"));
  EXPECT_FALSE(has(looked(1, "www.a.gov.cn", other, other), "dns.unexpected")) << "from the next period on";
  good(watch_.begin_period());
  EXPECT_TRUE(has(looked(1, "www.a.gov.cn", other, other), "dns.unexpected"));
  EXPECT_FALSE(has(looked(2, "www.a.gov.cn", other, other), "dns.unexpected")) << "another site's";
  good(stores_->names().expect(1, "www.a.gov.cn", {}, "test"));
  good(watch_.begin_period());
  EXPECT_FALSE(has(looked(1, "www.a.gov.cn", other, other), "dns.unexpected"));
}

TEST_F(NameWatchTest, ConcludesAHijackOnlyWhereTwoViewsAgree) {
  const Texts own{"1.1.1.1"}, lie{"6.6.6.6"};
  good(stores_->names().expect(1, "www.a.gov.cn", {.mode = ExpectMode::Equal, .entries = own}, "test"));
  good(watch_.begin_period());
  EXPECT_TRUE(looked(1, "www.a.gov.cn", own).verdict.findings.empty());
  EXPECT_FALSE(suspected_);
  EXPECT_TRUE(looked(1, "www.a.gov.cn", lie).verdict.findings.empty()) << "one view";
  EXPECT_TRUE(suspected_);
  EXPECT_TRUE(looked(1, "www.a.gov.cn", lie, own, "local").verdict.findings.empty()) << "it passed by itself";
  EXPECT_TRUE(looked(1, "www.a.gov.cn", lie, Texts()).verdict.findings.empty()) << "nobody answered the other";
  const SiteDone alone = looked(1, "www.a.gov.cn", lie, own);
  EXPECT_FALSE(has(alone, "dns.unexpected"));
  ASSERT_TRUE(has(alone, "dns.views-differ"));
  EXPECT_EQ(alone.verdict.findings.front().severity, Severity::Low);
  EXPECT_NE(alone.verdict.findings.front().explanation.en.find("east"), std::string::npos);
  for (const char* where : {"local", "east"}) {
    const SiteDone agreed = looked(1, "www.a.gov.cn", lie, Texts{"7.7.7.7"}, where);
    ASSERT_TRUE(has(agreed, "dns.unexpected")) << where;
    EXPECT_FALSE(has(agreed, "dns.views-differ"));
    EXPECT_EQ(agreed.verdict.findings.front().evidence.size(), 2U) << "both views";
  }
}

TEST_F(NameWatchTest, WhatWasLearntIsKeptAndGoesOn) {
  looked(1, "www.a.gov.cn", {"1.1.1.1"});
  EXPECT_FALSE(good(stores_->names().names(1, "www.a.gov.cn")));
  good(watch_.flush_if_older(std::chrono::hours(1)));
  EXPECT_FALSE(good(stores_->names().names(1, "www.a.gov.cn")));
  looked(1, "www.a.gov.cn", {"1.1.1.2"});
  good(watch_.flush());
  EXPECT_EQ(good(stores_->names().names(1, "www.a.gov.cn"))->known.looks, 2);
  NameWatch restarted(&stores_->names());
  SiteDone done = looked(1, "www.a.gov.cn", {"1.1.1.3"});
  done.verdict.findings.clear();
  good(restarted.judge(done, clock_.now()));
  good(restarted.flush());
  EXPECT_EQ(good(stores_->names().names(1, "www.a.gov.cn"))->known.looks, 3);
}

TEST_F(NameWatchTest, BelievesSilenceOnceAnotherZoneAnswered) {
  looked(1, "www.a.gov.cn", {"1.1.1.1"});
  looked(2, "www.b.gov.cn", {"1.1.1.2"});
  EXPECT_FALSE(has(looked(1, "www.a.gov.cn", {}), "dns.name-servers-silent"));
  EXPECT_FALSE(has(looked(1, "www.a.gov.cn", {}), "dns.name-servers-silent")) << "nobody was answered since";
  looked(3, "bbs.a.gov.cn", {"1.1.1.3"});
  EXPECT_FALSE(has(looked(1, "www.a.gov.cn", {}), "dns.name-servers-silent")) << "of the same zone";
  looked(2, "www.b.gov.cn", {"1.1.1.2"});
  EXPECT_TRUE(has(looked(1, "www.a.gov.cn", {}), "dns.name-servers-silent"));
}

TEST_F(NameWatchTest, WithoutAStoreNothingIsJudged) {
  NameWatch none(nullptr);
  SiteDone done{"1", {}, {}};
  done.rows.emplace_back().names = NameFacts{};
  good(none.begin_period());
  good(none.judge(done, clock_.now()));
  good(none.flush());
  EXPECT_TRUE(done.verdict.findings.empty());
}

}  // namespace
}  // namespace huabiao::monitor
