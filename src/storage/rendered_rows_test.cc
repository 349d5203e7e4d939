#include <gtest/gtest.h>

#include "base/digest.h"
#include "monitor/keep/rendered_store.h"
#include "monitor/keep/round_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using namespace monitor;

class RenderedRowsTest : public StoresTest {
 protected:
  VisitRecord drawn(std::vector<Finding> findings, const std::string& png) {
    VisitRecord record;
    record.visit = {.site = site_, .host = "www.a.gov.cn"};
    record.fetch.outcome = Outcome::Ok;
    record.fetch.at = clock_.now();
    record.facts = PageFacts{};
    record.findings = std::move(findings);
    record.rendered.emplace();
    RenderedView& view = *record.rendered;
    view.end = RenderEnd::Settled;
    view.at = clock_.now();
    view.facts = PageFacts{};
    view.facts->mark.state = MarkState::Script;
    view.refused = {{"https://cdn.example.com/a.js", "Script", RequestRefusal::OtherSite}};
    view.findings = {found("mark.undeclared", Category::Mark)};
    if (!png.empty()) view.picture = Picture{.png = {}, .sha256 = sha256_hex(png), .width = 1280, .height = 900};
    return record;
  }
  static Finding found(std::string rule, Category category, std::string page = {}) {
    return {.rule = std::move(rule), .category = category, .severity = Severity::Medium, .page = std::move(page)};
  }
  void keep(const VisitRecord& record) {
    const Target target{.site = site_, .host = record.visit.host};
    const RoundId round = good(stores_->rounds().begin_round(RoundKind::Watch, {&target, 1}, "watch"));
    VisitRecord own = record;
    own.visit.round = round.value;
    const SiteVerdict verdict{.state = SiteState::Up, .outcome = Outcome::Ok, .findings = record.findings};
    const SiteRows rows{.site = site_, .rows = {own}, .verdict = verdict};
    good(stores_->rounds().save(round, {&rows, 1}));
    good(stores_->rounds().finish_round(round, RoundState::Finished));
    clock_.advance(std::chrono::minutes(5));
  }
  std::optional<KeptPicture> picture_of(std::string_view rule) {
    for (const KeptFinding& kept : good(stores_->rounds().findings({})).rows)
      if (kept.finding.rule == rule) return good(stores_->rounds().finding(kept.id))->picture;
    ADD_FAILURE() << rule;
    return std::nullopt;
  }
  std::int64_t site_ = site_on("站点", "www.a.gov.cn").value;
};

TEST_F(RenderedRowsTest, TheNewestViewOfAHostIsKept) {
  EXPECT_FALSE(good(stores_->rendered().rendered_of(site_, "www.a.gov.cn")));
  keep(drawn({}, "first"));
  VisitRecord second = drawn({}, "second");
  second.rendered->facts->mark.state = MarkState::Absent;
  second.rendered->whole = true;
  keep(second);
  VisitRecord unseen = drawn({}, "");
  unseen.rendered->facts.reset();
  keep(unseen);  // what gave nothing takes nothing away
  const auto view = good(stores_->rendered().rendered_of(site_, "www.a.gov.cn"));
  ASSERT_TRUE(view);
  EXPECT_EQ(view->facts->mark.state, MarkState::Absent);
  EXPECT_TRUE(view->whole);
  EXPECT_EQ(view->refused, second.rendered->refused);
  ASSERT_EQ(view->findings.size(), 1U);
  EXPECT_EQ(view->findings[0].rule, "mark.undeclared");
}

TEST_F(RenderedRowsTest, AFindingHasThePictureOfWhenItWasLastSeen) {
  const Finding attack = found("dark-link.hidden-list", Category::DarkLink);
  keep(drawn({attack, found("certificate.expired", Category::Certificate),
              found("broken-link.dead", Category::BrokenLink, "https://www.a.gov.cn/1/")},
             "attacked"));
  keep(drawn({attack}, "still attacked"));
  keep(drawn({}, "mended"));
  const auto picture = picture_of("dark-link.hidden-list");
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->sha256, sha256_hex("still attacked"));
  EXPECT_EQ(picture->width, 1280);
  EXPECT_FALSE(picture_of("certificate.expired"));  // of what no page shows there is no picture
  EXPECT_FALSE(picture_of("broken-link.dead"));     // nor of another page
}

TEST_F(RenderedRowsTest, PicturesHaveLimitsOfTheirOwn) {
  const std::string png(5U << 20U, 'x');
  EXPECT_EQ(good(stores_->pictures().put(sha256_hex(png), png)), Kept::NoRoom);
  EXPECT_EQ(good(stores_->evidence().put(sha256_hex(png), png)), Kept::Yes);
  const std::string small = "small";
  EXPECT_EQ(good(stores_->pictures().put(sha256_hex(small), small)), Kept::Yes);
  EXPECT_FALSE(good(stores_->evidence().get(sha256_hex(small))));
  clock_.advance(std::chrono::days(91));
  EXPECT_EQ(good(stores_->pictures().sweep()), 1);
  EXPECT_EQ(good(stores_->evidence().sweep()), 0);
}

}  // namespace
}  // namespace huabiao::storage
