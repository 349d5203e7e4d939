#include <gtest/gtest.h>

#include "monitor/keep/round_store.h"
#include "monitor/keep/walk_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using namespace monitor;

class WalkRowsTest : public StoresTest {
 protected:
  // A visit of the host that read its home page and, where `walk` is set, walked on.
  VisitRecord visited(std::int64_t site, std::optional<WalkFacts> walk) {
    VisitRecord record;
    record.visit = {.site = site, .host = "www.a.gov.cn"};
    record.fetch.outcome = Outcome::Ok;
    record.fetch.at = clock_.now();
    record.fetch.asked_url = record.fetch.final_url = "https://www.a.gov.cn/";
    record.body_sha256 = "home";
    record.facts = PageFacts{};
    record.walk = std::move(walk);
    return record;
  }
  // Keeps it as a round of its own, as a verdict with what the walk accuses.
  void keep(const VisitRecord& record) {
    const Target target{.site = record.visit.site, .host = record.visit.host};
    const RoundId round = good(stores_->rounds().begin_round(RoundKind::Watch, {&target, 1}, "watch"));
    SiteVerdict verdict{.state = SiteState::Up, .outcome = Outcome::Ok};
    if (record.walk) verdict.findings = record.walk->findings;
    VisitRecord own = record;
    own.visit.round = round.value;
    const SiteRows rows{.site = record.visit.site, .rows = {own}, .verdict = verdict};
    good(stores_->rounds().save(round, {&rows, 1}));
    good(stores_->rounds().finish_round(round, RoundState::Finished));
    clock_.advance(std::chrono::minutes(5));
  }
  std::vector<KeptFinding> findings() { return good(stores_->rounds().findings({})).rows; }

  static WalkedPage page(Outcome outcome, int status) {
    return {.url = "https://www.a.gov.cn/list/1/",
            .name = "通知公告",
            .column = Column::Notices,
            .outcome = outcome,
            .status = status};
  }
  static WalkFacts walk_with_dead_link() {
    WalkFacts walk;
    walk.home_newest = 20'000;
    walk.missing = MissingAnswer::NotFound;
    walk.pages = {page(Outcome::HttpError, 404)};
    walk.findings = {{.rule = "broken-link.dead",
                      .category = Category::BrokenLink,
                      .severity = Severity::Low,
                      .subject = "https://www.a.gov.cn/list/1/",
                      .page = "https://www.a.gov.cn/list/1/"}};
    return walk;
  }
};

TEST_F(WalkRowsTest, TheNewestWalkOfEachHostIsKept) {
  const std::int64_t one = site_on("甲", "www.a.gov.cn").value, other = site_on("乙", "www.b.gov.cn").value;
  keep(visited(one, walk_with_dead_link()));
  WalkFacts second = walk_with_dead_link();
  second.pages.front().newest = 20'001;
  keep(visited(one, second));
  keep(visited(one, std::nullopt));
  keep(visited(other, walk_with_dead_link()));
  reopen();
  const auto walks = good(stores_->walks().walks_of(one));
  ASSERT_EQ(walks.size(), 1U);
  EXPECT_EQ(walks.front().facts.home_newest, 20'000);
  EXPECT_EQ(walks.front().facts.pages, second.pages);
  EXPECT_TRUE(walks.front().facts.findings.empty());
  EXPECT_EQ(good(stores_->walks().walks_after(0, 1)).size(), 1U);
  EXPECT_EQ(good(stores_->walks().walks_after(one, 10)).at(0).site, other);
}

TEST_F(WalkRowsTest, WhatAWalkFoundIsClearedOnlyByAWalkThatCameByThatPage) {
  const std::int64_t site = site_on("甲", "www.a.gov.cn").value;
  keep(visited(site, walk_with_dead_link()));
  keep(visited(site, walk_with_dead_link()));
  ASSERT_EQ(findings().size(), 1U);
  const KeptFinding found = findings().front();
  EXPECT_EQ(found.life.state, FindingState::Confirmed);
  EXPECT_EQ(found.finding.page, "https://www.a.gov.cn/list/1/");
  EXPECT_EQ(found.final_url, found.finding.page);
  EXPECT_EQ(found.body_sha256, "") << "the home page's body proves nothing of it";

  WalkFacts elsewhere;
  elsewhere.pages = {{.url = "https://www.a.gov.cn/other/", .name = {}, .outcome = Outcome::Ok, .status = 200}};
  WalkFacts in_vain;
  in_vain.pages = {page(Outcome::Timeout, 0)};
  for (int i = 0; i < 3; ++i) {
    keep(visited(site, std::nullopt));
    keep(visited(site, elsewhere));
    keep(visited(site, in_vain));
  }
  EXPECT_EQ(findings().front().life.state, FindingState::Confirmed);
  WalkFacts mended;
  mended.pages = {page(Outcome::Ok, 200)};
  for (int i = 0; i < 3; ++i) keep(visited(site, mended));
  EXPECT_EQ(findings().front().life.state, FindingState::Resolved);
}

}  // namespace
}  // namespace huabiao::storage
