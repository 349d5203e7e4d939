#include "monitor/pipeline/registration_watch.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::monitor {
namespace {

using storage::good;

class RegistrationWatchTest : public storage::StoresTest {
 protected:
  RegistrationWatchTest() { begin(watch_); }
  void begin(RegistrationWatch& watch) {
    rules::Pack pack;
    rules::RegistryRule rule;
    rule.id = "registry.test";
    rule.suffixes = {"cn"};
    rule.whois = "whois.example";
    rule.query = "{}";
    rule.gap_seconds = 5;
    pack.registries = {rule};
    good(watch.resume(Registries::create({&pack, 1}, {}).value()));
    watch.begin_period();
    watch.add(www_);
    watch.add({.site = 2, .host = "b.a.gov.cn"});
    watch.add({.site = 3, .host = "192.0.2.1"});
  }
  // What the registry said with the visit of a host; an end in so many days.
  SiteDone looked(const std::string& domain, int days) {
    SiteDone done{"1", {}, {}};
    VisitRecord& row = done.rows.emplace_back();
    row.visit.site = 1;
    row.visit.host = "www.a.gov.cn";
    row.registration = RegistrationFacts{.domain = domain, .suffix = "cn", .outcome = RegistrationOutcome::Registered};
    row.registration->said.expires = clock_.now() + std::chrono::hours(24 * days);
    good(watch_.judge(done, clock_.now(), elapsed_));
    return done;
  }
  const Target www_{.site = 1, .host = "www.a.gov.cn"};
  Millis elapsed_{0};
  RegistrationWatch watch_{&stores_->registrations(), RegistrationPace{}};
};

TEST_F(RegistrationWatchTest, OneVisitOfADomainAsksAndAddressesAreNotAskedFor) {
  EXPECT_FALSE(watch_.take({.site = 2, .host = "b.a.gov.cn"}, clock_.now(), elapsed_));
  EXPECT_FALSE(watch_.take({.site = 3, .host = "192.0.2.1"}, clock_.now(), elapsed_));
  EXPECT_FALSE(watch_.take({.site = 4, .host = ""}, clock_.now(), elapsed_));
  EXPECT_TRUE(watch_.take(www_, clock_.now(), elapsed_));
  EXPECT_FALSE(watch_.take(www_, clock_.now(), elapsed_));
}

TEST_F(RegistrationWatchTest, WhatIsAccusedJoinsTheSitesFindings) {
  EXPECT_TRUE(looked("a.gov.cn", 300).verdict.findings.empty());
  const SiteDone done = looked("a.gov.cn", 3);
  ASSERT_EQ(done.verdict.findings.size(), 1U);
  EXPECT_EQ(done.verdict.findings[0].rule, "dns.registration-expiring");
}

TEST_F(RegistrationWatchTest, AnAnswerAboutADomainNobodyAskedForIsPassedOver) {
  EXPECT_TRUE(looked("victim.gov.cn", -3).verdict.findings.empty());
  good(watch_.flush());
  EXPECT_FALSE(good(stores_->registrations().look("victim.gov.cn")));
}

TEST_F(RegistrationWatchTest, GoesOnAfterARestart) {
  ASSERT_TRUE(watch_.take(www_, clock_.now(), elapsed_));
  looked("a.gov.cn", 300);
  EXPECT_FALSE(good(stores_->registrations().look("a.gov.cn"))) << "a little later";
  good(watch_.flush());
  EXPECT_EQ(good(stores_->registrations().intervals("a.gov.cn")).size(), 1U);
  RegistrationWatch restarted(&stores_->registrations(), RegistrationPace{});
  begin(restarted);
  EXPECT_FALSE(restarted.take(www_, clock_.now(), elapsed_));
  clock_.advance(std::chrono::hours(24 * 7));
  EXPECT_TRUE(restarted.take(www_, clock_.now(), elapsed_));
}

TEST_F(RegistrationWatchTest, WithoutAStoreNobodyIsAsked) {
  RegistrationWatch none(nullptr, RegistrationPace{});
  begin(none);
  EXPECT_FALSE(none.take(www_, clock_.now(), elapsed_));
}

}  // namespace
}  // namespace huabiao::monitor
