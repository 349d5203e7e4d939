#include "storage/trait_rows.h"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>

#include "monitor/keep/round_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::Finding;
using monitor::Sighting;
using monitor::TraitKind;
using monitor::TraitRole;

class TraitRowsTest : public StoresTest {
 protected:
  Finding dark_link(std::vector<monitor::Trait> traits) {
    return {.rule = "dark-link.hidden-list",
            .category = monitor::Category::DarkLink,
            .severity = monitor::Severity::High,
            .subject = "bad.example",
            .traits = std::move(traits)};
  }

  // A round over one site whose page shows these findings.
  void visit(registry::SiteId site, const std::string& host, const std::vector<Finding>& findings) {
    clock_.advance(std::chrono::hours(24));
    const monitor::Target target{site.value, host};
    const auto round =
        good(stores_->rounds().begin_round(monitor::RoundKind::Selection, std::span(&target, 1), "test"));
    monitor::VisitRecord row;
    row.visit.site = site.value;
    row.visit.host = host;
    row.fetch.outcome = monitor::Outcome::Ok;
    row.fetch.asked_url = "https://" + host + "/";
    row.fetch.at = clock_.now();
    row.findings = findings;
    const monitor::SiteRows seen{
        site.value,
        {row},
        monitor::SiteVerdict{.state = monitor::SiteState::Up, .outcome = monitor::Outcome::Ok, .findings = findings}};
    good(stores_->rounds().save(round, std::span(&seen, 1)));
    good(stores_->rounds().finish_round(round, monitor::RoundState::Finished));
  }

  std::vector<Sighting> sightings() {
    auto shared = good(stores_->traits().shared_traits(clock_.now() - std::chrono::days(365))).sightings;
    std::ranges::sort(shared, {}, &Sighting::site);
    return shared;
  }
  std::int64_t version() { return good(stores_->traits().version()); }

  const monitor::Trait host_{TraitKind::Host, TraitRole::Accused, "evil.example"};
  const monitor::Trait alone_{TraitKind::Host, TraitRole::Accused, "alone.example"};
};

TEST_F(TraitRowsTest, GivesWhatTwoSitesShareWithItsFindings) {
  const auto one = site("甲"), two = site("乙");
  visit(one, "a.gov.cn", {dark_link({host_, alone_})});
  EXPECT_TRUE(sightings().empty());
  visit(two, "b.gov.cn", {dark_link({host_})});
  const auto shared = sightings();
  ASSERT_EQ(shared.size(), 2u);
  EXPECT_EQ(shared[0].trait, host_);
  EXPECT_EQ(shared[0].site, one.value);
  EXPECT_EQ(shared[0].place, "a.gov.cn/");
  EXPECT_EQ(shared[0].severity, monitor::Severity::High);
  EXPECT_TRUE(shared[0].open);
  EXPECT_LT(shared[0].first_seen, shared[1].first_seen);
  EXPECT_GT(shared[1].finding, 0);
  EXPECT_EQ(good(stores_->traits().shared_traits({})).estate, 2);
}

TEST_F(TraitRowsTest, AHealedSiteStaysButIsNotOpenAndAFalseAlarmGoes) {
  const auto one = site("甲"), two = site("乙");
  visit(one, "a.gov.cn", {dark_link({host_})});
  visit(two, "b.gov.cn", {dark_link({host_})});
  const std::int64_t before = version();
  visit(one, "a.gov.cn", {});
  EXPECT_GT(version(), before);
  ASSERT_EQ(sightings().size(), 2u);
  EXPECT_FALSE(sightings()[0].open);
  EXPECT_TRUE(sightings()[1].open);
  good(stores_->rounds().move({sightings()[1].finding},
                              monitor::Decide{monitor::FindingDecision::FalseAlarm, "admin", "own partner",
                                              clock_.now() + std::chrono::days(2)}));
  ASSERT_EQ(sightings().size(), 1u);
  clock_.advance(std::chrono::hours(72));
  EXPECT_EQ(sightings().size(), 2u) << "the decision has run out";
}

TEST_F(TraitRowsTest, WhatWasNotSeenForLongIsLeftOutAndForgotten) {
  const auto one = site("甲"), two = site("乙");
  visit(one, "a.gov.cn", {dark_link({host_})});
  visit(two, "b.gov.cn", {dark_link({host_, alone_})});
  clock_.advance(std::chrono::days(366));
  EXPECT_TRUE(sightings().empty());
  clock_.advance(std::chrono::days(60));
  visit(one, "a.gov.cn", {dark_link({alone_})});
  visit(two, "b.gov.cn", {dark_link({host_})});
  const auto kept = good(stores_->traits().shared_traits({})).sightings;
  EXPECT_TRUE(kept.empty()) << "the first site's host and the second's other one are forgotten";
}

TEST_F(TraitRowsTest, AFindingWithoutTraitsChangesNothing) {
  const auto one = site("甲");
  const std::int64_t before = version();
  visit(one, "a.gov.cn", {{.rule = "footer.no-code", .category = monitor::Category::Footer}});
  EXPECT_EQ(version(), before);
}

TEST_F(TraitRowsTest, TwentyThousandRowsAreReadAtOnce) {
  Connection connection(directory_.database());
  connection.exec(
      "BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
      "INSERT INTO finding(fingerprint, site, host, rule, category, severity, confidence, subject, zh, en, evidence, "
      "state, decision, decided_by, decided_why, seen, missed, reopened, first_seen, last_seen, first_round, "
      "last_round, "
      "judged_round, asked_url, final_url, headers, body_sha256) SELECT 'f' || i, i, 'h', 'r', 0, 3, 1, '', '', '', "
      "'', "
      "0, 0, '', '', 1, 0, 0, 1700000000000, 1700000000000, 1, 1, 1, 'https://h' || i || '/', '', '', '' FROM n; "
      "INSERT INTO trait SELECT id, 1, 'e' || (id % 500) || '.example', 0, site, 1700000000000, 1700000000000 FROM "
      "finding; COMMIT");
  connection.engine().after_large_change();
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(good(stores_->traits().shared_traits({})).sightings.size(), 20'000u);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

}  // namespace
}  // namespace huabiao::storage
