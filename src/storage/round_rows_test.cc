#include <gmock/gmock.h>

#include "monitor/keep/round_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::Finding;
using monitor::FindingState;
using monitor::Outcome;
using monitor::RoundId;
using monitor::RoundKind;
using monitor::RoundState;
using monitor::SiteState;
using monitor::SiteVerdict;
using monitor::Target;
using monitor::VisitRecord;

class RoundRowsTest : public StoresTest {
 protected:
  monitor::RoundStore& rounds() { return stores_->rounds(); }

  RoundId begin(std::vector<Target> targets, RoundKind kind = RoundKind::Estate) {
    clock_.advance(std::chrono::hours(24));
    return good(rounds().begin_round(kind, targets, "test"));
  }
  VisitRecord record(std::int64_t site, const std::string& host, Outcome outcome = Outcome::Ok) {
    VisitRecord made;
    made.visit.site = site;
    made.visit.host = host;
    made.fetch.outcome = outcome;
    made.fetch.status = outcome == Outcome::Ok ? 200 : 0;
    if (outcome != Outcome::Ok) made.fetch.reason = "x";
    made.fetch.asked_url = made.fetch.final_url = "https://" + host + "/";
    made.fetch.at = clock_.now();
    if (outcome == Outcome::Ok) {
      made.facts.emplace();
      made.facts->title = "标题";
      made.facts->mark.state = monitor::MarkState::Script;
    }
    return made;
  }
  static Finding dark_link() {
    return {.rule = "dark-link.hidden-list",
            .category = monitor::Category::DarkLink,
            .severity = monitor::Severity::High,
            .evidence = {{.offset = 5, .length = 3, .snippet = "<a>", .decoded = {}, .why = "left:-9999px"}},
            .explanation = {"暗链", "dark link"},
            .subject = "bad.example"};
  }
  // One whole round over one host.
  RoundId visit(std::int64_t site, VisitRecord row) {
    const Target target{site, row.visit.host};
    const RoundId round = begin({target});
    row.fetch.at = clock_.now();
    SiteVerdict verdict{.state = row.fetch.outcome == Outcome::Ok ? SiteState::Up : SiteState::Down,
                        .outcome = row.fetch.outcome,
                        .findings = row.findings};
    save(round, {row}, std::move(verdict));
    good(rounds().finish_round(round, RoundState::Finished));
    return round;
  }
  void save(RoundId round, std::vector<VisitRecord> rows, std::optional<SiteVerdict> verdict = {}) {
    const monitor::SiteRows site{rows.front().visit.site, std::move(rows), std::move(verdict)};
    good(rounds().save(round, std::span(&site, 1)));
  }
};

TEST_F(RoundRowsTest, GoesOnAfterAKillWithWhatIsPending) {
  const std::vector<Target> targets = {{1, "a.example"}, {1, "b.example", 8080}, {2, ""}};
  const RoundId round = begin(targets);
  const VisitRecord row = record(1, "a.example");
  save(round, {row});
  reopen();
  const auto unfinished = good(rounds().unfinished_round());
  ASSERT_TRUE(unfinished);
  EXPECT_EQ(unfinished->id, round);
  EXPECT_EQ(unfinished->done, 1);
  EXPECT_EQ(good(rounds().pending(round)), (std::vector<Target>{targets[1], targets[2]}));
  EXPECT_EQ(rounds().begin_round(RoundKind::Estate, targets, "x").error().code, "round.unfinished");

  VisitRecord other_port = record(1, "b.example");
  other_port.visit.port = 8080;
  save(round, {row, other_port, record(2, "")});
  good(rounds().finish_round(round, RoundState::Finished));
  EXPECT_FALSE(good(rounds().unfinished_round()));
  EXPECT_EQ(good(rounds().round(round))->done, 3);
  EXPECT_EQ(good(rounds().rows(round, {})).total, 3);
}

TEST_F(RoundRowsTest, KeepsOneRowWhileTheValueStays) {
  const auto id = site("甲网").value;
  const RoundId first = visit(id, record(id, "a.example"));
  VisitRecord slower = record(id, "a.example");
  slower.fetch.timing.total = 900;
  slower.facts->bytes = 777;
  const RoundId second = visit(id, slower);
  const RoundId third = visit(id, record(id, "a.example", Outcome::Timeout));
  const auto history = good(rounds().history(id, 10));
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].first_round, third);
  EXPECT_EQ(history[1].first_round, first);
  EXPECT_EQ(history[1].last_round, second);
  EXPECT_EQ(history[1].record.fetch.timing.total, 900);
  for (const RoundId round : {first, second, third}) EXPECT_EQ(good(rounds().rows(round, {})).total, 1);
  EXPECT_EQ(good(rounds().rows(second, {})).rows[0].record.fetch.outcome, Outcome::Ok);
  EXPECT_EQ(good(rounds().rows(third, {.outcome = Outcome::Ok})).total, 0);
  const auto latest = good(rounds().latest_rows(id));
  ASSERT_EQ(latest.size(), 1u);
  EXPECT_EQ(latest[0].record.fetch.outcome, Outcome::Timeout);
}

TEST_F(RoundRowsTest, ARowIsNotStretchedOverARoundThatLeftItOut) {
  const auto id = site("甲网").value;
  visit(id, record(id, "a.example"));
  const RoundId without = begin({});
  good(rounds().finish_round(without, RoundState::Finished));
  visit(id, record(id, "a.example"));
  EXPECT_EQ(good(rounds().history(id, 10)).size(), 2u);
  EXPECT_EQ(good(rounds().rows(without, {})).total, 0);
}

TEST_F(RoundRowsTest, ARowSavedTwiceInARoundCountsOnceAndTheLaterStands) {
  const auto id = site("甲网").value;
  visit(id, record(id, "a.example"));
  const RoundId round = begin({{id, "a.example"}});
  const VisitRecord same = record(id, "a.example"), other = record(id, "a.example", Outcome::Reset);
  save(round, {same});
  save(round, {other});
  const auto page = good(rounds().rows(round, {}));
  ASSERT_EQ(page.rows.size(), 1u);
  EXPECT_EQ(page.rows[0].record.fetch.outcome, Outcome::Reset);
  EXPECT_EQ(good(rounds().history(id, 10)).size(), 2u);
}

TEST_F(RoundRowsTest, ASelectionLeavesTheSeriesOfTheEstateAlone) {
  const auto id = site("甲网").value;
  const RoundId first = visit(id, record(id, "a.example"));
  const RoundId by_hand = begin({{id, "a.example"}}, RoundKind::Selection);
  const VisitRecord down = record(id, "a.example", Outcome::Reset);
  save(by_hand, {down});
  EXPECT_EQ(good(rounds().latest_rows(id))[0].record.fetch.outcome, Outcome::Reset);
  good(rounds().finish_round(by_hand, RoundState::Finished));
  const RoundId third = visit(id, record(id, "a.example"));
  const auto rows = good(rounds().rows(third, {}));
  ASSERT_EQ(rows.total, 1);
  EXPECT_EQ(rows.rows[0].first_round, first);
  EXPECT_EQ(good(rounds().latest_rows(id)).size(), 1u);
  EXPECT_EQ(good(rounds().latest_rows(id))[0].record.fetch.outcome, Outcome::Ok);
}

TEST_F(RoundRowsTest, PagesTheRowsOfARound) {
  std::vector<Target> targets;
  const RoundId round = begin(targets);
  for (int i = 0; i < 25; ++i) save(round, {record(i + 1, "h" + std::to_string(i))});
  monitor::RoundRowQuery query{.limit = 10};
  std::vector<std::int64_t> sites;
  do {
    const auto page = good(rounds().rows(round, query));
    EXPECT_EQ(page.total, 25);
    for (const auto& row : page.rows) sites.push_back(row.record.visit.site);
    query.cursor = page.next;
  } while (!query.cursor.empty());
  EXPECT_EQ(sites.size(), 25u);
  EXPECT_TRUE(std::is_sorted(sites.begin(), sites.end()));
  EXPECT_EQ(rounds().rows(round, {.cursor = "00"}).error().code, "round.bad_cursor");
  EXPECT_EQ(rounds().rows({99}, {}).error().code, "round.none");
}

TEST_F(RoundRowsTest, MovesAFindingFromOpenToConfirmedToResolvedAndBack) {
  const auto id = site("甲网").value;
  VisitRecord sick = record(id, "a.example");
  sick.findings = {dark_link()};
  sick.fetch.headers = {{"server", "x"}};
  sick.body_sha256 = "ab";
  visit(id, sick);
  auto page = good(rounds().findings({}));
  ASSERT_EQ(page.total, 1);
  const auto finding = page.rows[0].id;
  EXPECT_EQ(page.rows[0].life.state, FindingState::Open);
  EXPECT_EQ(page.rows[0].host, "a.example");
  EXPECT_EQ(page.rows[0].site_name, "甲网");
  EXPECT_EQ(page.rows[0].finding.evidence[0].why, "left:-9999px");
  EXPECT_EQ(page.rows[0].headers, sick.fetch.headers);
  EXPECT_EQ(page.rows[0].body_sha256, "ab");
  visit(id, sick);
  EXPECT_EQ(good(rounds().finding(finding))->life.state, FindingState::Confirmed);
  visit(id, record(id, "a.example", Outcome::Timeout));
  EXPECT_EQ(good(rounds().finding(finding))->life.state, FindingState::Confirmed);  // nobody could look
  const auto before = good(stores_->estate().summary({id}));
  EXPECT_EQ(before->open_findings, 1);
  EXPECT_EQ(before->worst, monitor::Severity::High);
  for (int i = 0; i < 3; ++i) visit(id, record(id, "a.example"));
  EXPECT_EQ(good(rounds().finding(finding))->life.state, FindingState::Resolved);
  EXPECT_EQ(good(stores_->estate().summary({id}))->open_findings, 0);
  EXPECT_FALSE(good(stores_->estate().summary({id}))->worst);
  visit(id, sick);
  const auto again = good(rounds().finding(finding));
  EXPECT_EQ(again->life.reopened, 1);
  std::vector<std::string> what;
  for (const auto& moment : again->moments) what.push_back(moment.what);
  EXPECT_THAT(what, testing::ElementsAre("opened", "confirmed", "resolved", "reopened"));
}

TEST_F(RoundRowsTest, AVerdictSavedTwiceInARoundMovesNothingTwice) {
  const auto id = site("甲网").value;
  VisitRecord sick = record(id, "a.example");
  sick.findings = {dark_link()};
  const RoundId round = begin({});
  const SiteVerdict verdict{.state = SiteState::Up, .outcome = Outcome::Ok, .findings = sick.findings};
  for (int i = 0; i < 3; ++i) save(round, {sick}, verdict);
  const auto page = good(rounds().findings({}));
  ASSERT_EQ(page.total, 1);
  EXPECT_EQ(page.rows[0].life.state, FindingState::Open);
  EXPECT_EQ(page.rows[0].life.seen, 1);
}

TEST_F(RoundRowsTest, ADecisionTakesAFindingOutOfTheFigures) {
  const auto id = site("甲网").value;
  VisitRecord sick = record(id, "a.example");
  sick.findings = {dark_link()};
  visit(id, sick);
  const auto finding = good(rounds().findings({})).rows[0].id;
  const auto overview = [&] { return good(stores_->estate().overview("", registry::Reach::all())); };
  EXPECT_EQ(overview().findings_by_category["dark-link"], 1);
  good(rounds().move(finding, monitor::Decide{monitor::FindingDecision::FalseAlarm, "甲", "友情链接", {}}));
  EXPECT_EQ(overview().findings_by_category["dark-link"], 0);
  EXPECT_EQ(good(stores_->estate().summary({id}))->open_findings, 0);
  EXPECT_EQ(good(rounds().findings({.decision = monitor::FindingDecision::FalseAlarm})).total, 1);
  EXPECT_EQ(good(rounds().findings({.decision = monitor::FindingDecision::None})).total, 0);
  good(rounds().told(finding, "某局"));
  EXPECT_EQ(good(rounds().finding(finding))->moments.back().note, "某局");
  EXPECT_EQ(rounds().told({99}, "x").error().code, "finding.none");
}

TEST_F(RoundRowsTest, AFalseAlarmTeachesWhatIsUsualOnTheSite) {
  const auto id = site("甲网").value;
  const auto shown = [&](std::vector<std::string> rules) {
    VisitRecord row = record(id, "a.example");
    for (std::string& rule : rules) {
      row.findings.push_back(dark_link());
      row.findings.back().subject = rule;
      row.findings.back().rule = std::move(rule);
      row.findings.back().traits = {{monitor::TraitKind::Host, monitor::TraitRole::Accused, "shop.example"}};
    }
    visit(id, row);
  };
  shown({"dark-link.hidden-list"});
  const auto first = good(rounds().findings({})).rows.at(0).id;
  good(rounds().move(first, monitor::Decide{monitor::FindingDecision::FalseAlarm, "wang", "ours", std::nullopt}));
  shown({"dark-link.hidden-list", "dark-link.script-written"});
  const auto found = good(rounds().findings({.text = "script-written"})).rows.at(0);
  EXPECT_EQ(found.life.decision, monitor::FindingDecision::FalseAlarm);
  EXPECT_EQ(found.life.decided_by, "huabiao");
  EXPECT_EQ(found.life.decided_why, "#" + std::to_string(first.value));
  EXPECT_EQ(good(rounds().finding(found.id))->moments.back().what, "decided");
  good(rounds().move(found.id, monitor::Decide{monitor::FindingDecision::None, "li", "", std::nullopt}));
  shown({"dark-link.script-written"});
  EXPECT_EQ(good(rounds().finding(found.id))->life.decision, monitor::FindingDecision::None)
      << "what a person decides otherwise stays so";
}

TEST_F(RoundRowsTest, TellsWhatHappenedLatelyNewestFirst) {
  const auto id = site("甲网").value, other = site("乙网").value;
  VisitRecord sick = record(id, "a.example");
  sick.findings = {dark_link()};
  visit(id, sick);
  const TimePoint opened = clock_.now();
  visit(id, sick);
  VisitRecord stale = record(other, "b.example");
  stale.findings = {dark_link()};
  stale.findings.front().severity = monitor::Severity::Low;
  visit(other, stale);
  const auto told = [&](const monitor::NewsQuery& query) {
    std::vector<std::string> lines;
    for (const auto& one : good(rounds().news(query))) lines.push_back(one.finding.site_name + " " + one.moment.what);
    return lines;
  };
  EXPECT_THAT(told({}), testing::ElementsAre("乙网 opened", "甲网 confirmed", "甲网 opened"));
  EXPECT_THAT(told({.site = id}), testing::ElementsAre("甲网 confirmed", "甲网 opened"));
  EXPECT_THAT(told({.at_least = monitor::Severity::Medium, .since = opened + std::chrono::hours(1)}),
              testing::ElementsAre("甲网 confirmed"));
  EXPECT_THAT(told({.limit = 1}), testing::ElementsAre("乙网 opened"));
  good(rounds().told(good(rounds().findings({.site = id})).rows.at(0).id, "duty"));
  EXPECT_THAT(told({.site = id, .untold = true}), testing::ElementsAre("甲网 confirmed", "甲网 opened"));
  EXPECT_THAT(told({.site = id, .limit = 1}), testing::ElementsAre("甲网 told"));
}

TEST_F(RoundRowsTest, FiltersAndPagesFindings) {
  const auto first = site("甲网").value, second = site("乙网").value;
  for (const auto id : {first, second}) {
    VisitRecord sick = record(id, "a" + std::to_string(id) + ".example");
    for (int i = 0; i < 5; ++i) {
      Finding finding = dark_link();
      finding.subject = "bad" + std::to_string(i) + ".example";
      finding.severity = static_cast<monitor::Severity>(i);
      sick.findings.push_back(finding);
    }
    visit(id, sick);
  }
  EXPECT_EQ(good(rounds().findings({.site = first})).total, 5);
  EXPECT_EQ(good(rounds().findings({.text = "乙网"})).total, 5);
  EXPECT_EQ(good(rounds().findings({.text = "BAD3"})).total, 2);
  EXPECT_EQ(good(rounds().findings({.at_least = monitor::Severity::High})).total, 4);
  EXPECT_EQ(good(rounds().findings({.states = {FindingState::Resolved}})).total, 0);
  EXPECT_EQ(good(rounds().findings({.category = monitor::Category::Mark})).total, 0);
  for (const auto sort : {monitor::FindingSort::SeverityThenNewest, monitor::FindingSort::Newest}) {
    monitor::FindingQuery query{.sort = sort, .limit = 3};
    std::set<std::int64_t> seen;
    do {
      const auto page = good(rounds().findings(query));
      for (const auto& row : page.rows) EXPECT_TRUE(seen.insert(row.id.value).second);
      query.cursor = page.next;
    } while (!query.cursor.empty());
    EXPECT_EQ(seen.size(), 10u);
  }
  EXPECT_EQ(good(stores_->estate().list_sites({.findings_at_least = monitor::Severity::Critical})).total, 2);
  EXPECT_EQ(good(stores_->estate().list_sites({.finding_category = monitor::Category::DarkLink})).total, 2);
  EXPECT_EQ(good(stores_->estate().list_sites({.finding_category = monitor::Category::Mark})).total, 0);
}

}  // namespace
}  // namespace huabiao::storage
