#include "monitor/pipeline/name_watch.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::monitor {
namespace {

using storage::good;

class NameWatchTest : public storage::StoresTest {
 protected:
  // A look at a host; no addresses: nobody answered.
  SiteDone looked(std::int64_t site, const std::string& host, const std::vector<std::string>& addresses) {
    NameFacts facts{.zone = host.substr(host.find('.') + 1), .answers = {}, .six = SixReach::None};
    NameAnswer answer;
    answer.resolver = "1.2.4.8";
    answer.addresses = addresses;
    answer.four = answer.six = addresses.empty() ? NameOutcome::ServerFailure : NameOutcome::Answered;
    facts.answers.push_back(answer);
    SiteDone done{std::to_string(site), {}, {}};
    VisitRecord& row = done.rows.emplace_back();
    row.visit.site = site;
    row.visit.host = host;
    row.names = facts;
    clock_.advance(std::chrono::minutes(1));
    good(watch_.judge(done, clock_.now()));
    return done;
  }
  static bool has(const SiteDone& done, std::string_view rule) {
    return std::ranges::any_of(done.verdict.findings, [&](const Finding& one) { return one.rule == rule; });
  }
  NameWatch watch_{&stores_->names()};
};

TEST_F(NameWatchTest, HoldsAnswersAgainstWhatIsExpected) {
  good(stores_->names().expect(1, "www.a.gov.cn", {.mode = ExpectMode::Equal, .entries = {"1.1.1.1"}}, "test"));
  EXPECT_FALSE(has(looked(1, "www.a.gov.cn", {"6.6.6.6"}), "dns.unexpected")) << "from the next period on";
  good(watch_.begin_period());
  EXPECT_TRUE(has(looked(1, "www.a.gov.cn", {"6.6.6.6"}), "dns.unexpected"));
  EXPECT_FALSE(has(looked(2, "www.a.gov.cn", {"6.6.6.6"}), "dns.unexpected")) << "another site's";
  good(stores_->names().expect(1, "www.a.gov.cn", {}, "test"));
  good(watch_.begin_period());
  EXPECT_FALSE(has(looked(1, "www.a.gov.cn", {"6.6.6.6"}), "dns.unexpected"));
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
