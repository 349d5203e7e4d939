// Planning and keeping over kills: a store that is opened again between two steps is what a kill leaves behind.
#include "storage/outbox_rows.h"

#include <gtest/gtest.h>
#include <set>

#include "monitor/common_cause.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::Severity;
using notice::Channel;
using notice::DeliveryState;
using notice::Happening;

class OutboxTest : public StoresTest {
 protected:
  OutboxTest() : site_(site_on("示例市档案馆", "www.dag.example.gov.cn").value) {}

  notice::Outbox& outbox() { return stores_->outbox(); }

  // A period in which the site showed the finding, or not.
  void period(bool seen, Severity severity = Severity::High) {
    const monitor::Target target{.site = site_, .host = "www.dag.example.gov.cn"};
    const auto round = good(stores_->rounds().begin_round(monitor::RoundKind::Watch, {&target, 1}, "test"));
    monitor::VisitRecord row;
    row.visit.site = site_;
    row.visit.host = target.host;
    row.fetch.outcome = monitor::Outcome::Ok;
    row.fetch.at = clock_.now();
    monitor::SiteVerdict verdict;
    if (seen) {
      monitor::Finding finding;
      finding.rule = "dark-link.hidden-list";
      finding.category = monitor::Category::DarkLink;
      finding.severity = severity;
      finding.subject = "www.dag.example.gov.cn";
      verdict.findings.push_back(finding);
      row.findings.push_back(finding);
    }
    const monitor::SiteRows rows{site_, {row}, verdict};
    good(stores_->rounds().save(round, {&rows, 1}));
    good(stores_->rounds().finish_round(round, monitor::RoundState::Finished));
    clock_.advance(std::chrono::minutes(5));
  }

  std::vector<notice::Delivery> all() { return good(outbox().deliveries({})).rows; }
  std::vector<notice::DueDelivery> due(const std::string& channel) { return good(outbox().due(channel, 20)); }

  std::int64_t site_;
  std::vector<Channel> channels_ = {{.name = "duty"}, {.name = "archive"}};
};

const Error kDown{Kind::Unavailable, "deliver.unreachable", "192.0.2.1: refused", {}};

TEST_F(OutboxTest, ANewChannelBeginsNow) {
  period(true);
  period(true);
  EXPECT_EQ(good(outbox().plan(channels_)).deliveries, 0U);
  period(false);
  period(false);
  EXPECT_EQ(good(outbox().plan(channels_)).deliveries, 0U) << "who was not told of it is not told of its end";
  period(true);
  EXPECT_EQ(good(outbox().plan(channels_)).deliveries, 2U) << "reopened, over both";
}

TEST_F(OutboxTest, PlansEachMomentOnceOverKills) {
  good(outbox().plan(channels_));
  for (int i = 0; i < 3; ++i) {
    period(true);
    period(true);
    reopen();
    good(outbox().plan(channels_));
    reopen();
    good(outbox().plan(channels_));
    period(false);
    period(false);
  }
  good(outbox().plan(channels_));
  reopen();
  EXPECT_EQ(good(outbox().plan(channels_)).deliveries, 0U);
  // Confirmed, resolved; reopened, confirmed, resolved; the same again. Over two channels.
  const auto rows = all();
  EXPECT_EQ(rows.size(), 16U);
  std::set<std::pair<std::string, std::string>> keys;
  for (const notice::Delivery& one : rows) keys.emplace(one.channel, one.key);
  EXPECT_EQ(keys.size(), rows.size());
}

TEST_F(OutboxTest, GivesOneMomentOneKeyOverEveryChannel) {
  good(outbox().plan(channels_));
  period(true);
  period(true);
  good(outbox().plan(channels_));
  const auto rows = all();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].key, rows[1].key);
  EXPECT_NE(rows[0].channel, rows[1].channel);
}

TEST_F(OutboxTest, WhatIsNotKnownToBeToldIsDueAgainAfterAKillWithTheSameKey) {
  good(outbox().plan(channels_));
  period(true);
  period(true);
  good(outbox().plan(channels_));
  const auto before = due("duty");
  ASSERT_EQ(before.size(), 1U);
  reopen();
  const auto after = due("duty");
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].delivery.key, before[0].delivery.key);
  EXPECT_EQ(after[0].finding.site_name, "示例市档案馆");
  good(outbox().sent(after[0].delivery.id));
  reopen();
  EXPECT_TRUE(due("duty").empty());
  const auto kept = good(stores_->rounds().finding(after[0].delivery.finding));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->moments.back().what, "told");
  EXPECT_EQ(kept->moments.back().note, "duty");
  EXPECT_EQ(good(outbox().plan(channels_)).deliveries, 0U) << "that it was told is no news";
}

TEST_F(OutboxTest, WaitsLongerAfterEachFailureAndGivesUpInTheEnd) {
  good(outbox().plan(channels_));
  period(true);
  period(true);
  good(outbox().plan(channels_));
  const auto id = due("duty").at(0).delivery.id;
  const TimePoint planned = clock_.now();
  EXPECT_EQ(good(outbox().failed(id, kDown)), DeliveryState::Waiting);
  EXPECT_TRUE(due("duty").empty());
  clock_.advance(std::chrono::seconds(37));
  EXPECT_EQ(due("duty").size(), 1U);
  DeliveryState state = DeliveryState::Waiting;
  int attempts = 1;
  while (state == DeliveryState::Waiting && attempts < 1000) {
    clock_.advance(std::chrono::minutes(73));
    state = good(outbox().failed(id, kDown));
    ++attempts;
  }
  EXPECT_EQ(state, DeliveryState::GivenUp);
  EXPECT_GT(clock_.now() - planned, std::chrono::hours(70));
  EXPECT_LT(clock_.now() - planned, std::chrono::hours(74));
  EXPECT_TRUE(due("duty").empty());

  EXPECT_EQ(good(outbox().replay(id)).state, DeliveryState::Waiting);
  EXPECT_EQ(due("duty").size(), 1U) << "a person may have it told after all";
}

TEST_F(OutboxTest, TellsWhatComesLaterOfAFindingAfterWhatCameBefore) {
  good(outbox().plan(channels_));
  period(true);
  period(true);
  good(outbox().plan(channels_));
  const auto first = due("duty").at(0).delivery;
  good(outbox().failed(first.id, kDown));
  period(false);
  period(false);
  good(outbox().plan(channels_));
  good(outbox().failed(first.id, kDown));
  EXPECT_TRUE(due("duty").empty()) << "resolved waits for confirmed";
  clock_.advance(std::chrono::hours(2));
  ASSERT_EQ(due("duty").size(), 1U);
  EXPECT_EQ(due("duty")[0].delivery.what, Happening::Confirmed);
  good(outbox().sent(first.id));
  ASSERT_EQ(due("duty").size(), 1U);
  EXPECT_EQ(due("duty")[0].delivery.what, Happening::Resolved);
}

// Four sites on one machine: its death is told once, and what is left of it when the rest is well again.
class SharedCauseTest : public OutboxTest {
 protected:
  SharedCauseTest() {
    for (int i = 0; i < 3; ++i) site_on("共用" + std::to_string(i), host(i));
    good(outbox().plan(channels_));
  }
  static std::string host(int i) { return "s" + std::to_string(i) + ".gong.example.gov.cn"; }

  // A period in which these of the three hosts are down, by `cause` where there is one.
  void period_of(const std::vector<bool>& down, const std::optional<monitor::Finding>& cause) {
    const monitor::Target target{.site = site_, .host = "www.dag.example.gov.cn"};
    const auto round = good(stores_->rounds().begin_round(monitor::RoundKind::Watch, {&target, 1}, "test"));
    for (int i = 0; i < 3; ++i) {
      monitor::VisitRecord row;
      row.visit.site = site_ + 1 + i;
      row.visit.host = host(i);
      row.fetch.outcome = down[i] ? monitor::Outcome::ConnectRefused : monitor::Outcome::Ok;
      row.fetch.at = clock_.now();
      monitor::SiteVerdict verdict;
      if (down[i]) {
        verdict.findings.push_back(outage(host(i)));
        verdict.findings.back().cause = cause ? monitor::fingerprint("0", *cause) : std::string();
      }
      const monitor::SiteRows rows{row.visit.site, {row}, verdict};
      good(stores_->rounds().save(round, {&rows, 1}));
    }
    monitor::SiteRows estate{monitor::kEstate, {}, monitor::SiteVerdict{}};
    if (cause) estate.verdict->findings.push_back(*cause);
    good(stores_->rounds().save(round, {&estate, 1}));
    good(stores_->rounds().finish_round(round, monitor::RoundState::Finished));
    clock_.advance(std::chrono::minutes(5));
  }
  static monitor::Finding outage(const std::string& subject) {
    monitor::Finding finding;
    finding.rule = "availability.connect-refused";
    finding.category = monitor::Category::Availability;
    finding.severity = Severity::High;
    finding.subject = subject;
    return finding;
  }
  static monitor::Finding machine() {
    monitor::Finding finding = outage("192.0.2.7");
    finding.rule = "availability.shared-machine";
    return finding;
  }
  std::vector<std::string> told() {
    good(outbox().plan({channels_.data(), 1}));
    std::vector<std::string> lines;
    for (const notice::Delivery& one : all())
      if (one.channel == "duty") lines.push_back(one.rule + " " + std::string(to_string(one.what)));
    return lines;  // newest first
  }
  std::int64_t shown(bool unexplained) {
    monitor::FindingQuery query;
    query.states = {monitor::FindingState::Open, monitor::FindingState::Confirmed};
    query.unexplained = unexplained;
    return good(stores_->rounds().findings(query)).total;
  }
};

TEST_F(SharedCauseTest, IsToldOnceAndSoIsItsEnd) {
  period_of({true, true, true}, machine());
  period_of({true, true, true}, machine());
  EXPECT_EQ(told(), std::vector<std::string>{"availability.shared-machine confirmed"});
  EXPECT_EQ(shown(true), 1);
  EXPECT_EQ(shown(false), 4);
  monitor::FindingQuery query;
  query.category = monitor::Category::Availability;
  query.unexplained = true;
  const auto cause = good(stores_->rounds().findings(query)).rows.at(0);
  EXPECT_EQ(cause.site, monitor::kEstate);
  query = {};
  query.explained_by = cause.id;
  const auto members = good(stores_->rounds().findings(query));
  ASSERT_EQ(members.total, 3);
  EXPECT_EQ(members.rows[0].cause, cause.id);
  period_of({false, false, false}, std::nullopt);
  period_of({false, false, false}, std::nullopt);
  EXPECT_EQ(told().front(), "availability.shared-machine resolved");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(SharedCauseTest, WhatStaysBehindIsToldOnItsOwn) {
  period_of({true, true, true}, machine());
  period_of({true, true, true}, machine());
  told();
  period_of({false, true, false}, std::nullopt);
  EXPECT_EQ(told().front(), "availability.connect-refused confirmed");
  period_of({false, true, false}, std::nullopt);
  const auto lines = told();
  EXPECT_EQ(lines.front(), "availability.shared-machine resolved");
  EXPECT_EQ(lines.size(), 3U);
}

TEST_F(SharedCauseTest, EndsInItsOwnWordsWhenTheWatchIsSwitchedOff) {
  period_of({true, true, true}, machine());
  period_of({true, true, true}, machine());
  told();
  EXPECT_EQ(good(stores_->rounds().unwatch_causes()), 1);
  EXPECT_EQ(good(stores_->rounds().unwatch_causes()), 0);
  const auto cause =
      good(stores_->rounds().finding(good(stores_->rounds().findings({.text = "192.0.2.7"})).rows.at(0).id));
  EXPECT_EQ(cause->life.state, monitor::FindingState::Resolved);
  EXPECT_EQ(cause->moments.back().what, "unwatched");
  EXPECT_EQ(shown(true), 3) << "what it explained stands on its own";
  period_of({true, true, true}, machine());
  EXPECT_EQ(shown(true), 1) << "and hangs on it again when the watch goes on";
}

TEST_F(SharedCauseTest, IsListedInTheRegionsOfTheSitesItExplains) {
  for (int i = 0; i < 3; ++i) {
    const registry::SiteId id{site_ + 1 + i};
    const std::string region = i == 2 ? "130500" : "110101";
    good(registry().save(registry::Site{.id = id, .name = "共用" + std::to_string(i), .region = region},
                         {.by = "test"}));
  }
  period_of({true, true, true}, machine());
  const auto rules = [&](const std::string& region) {
    std::vector<std::string> all;
    monitor::FindingQuery query;
    query.region = region;
    query.unexplained = true;
    for (const auto& one : good(stores_->rounds().findings(query)).rows) all.push_back(one.finding.rule);
    return all;
  };
  for (const char* region : {"110000", "110101", "130000", "130500"})
    EXPECT_EQ(rules(region), std::vector<std::string>{"availability.shared-machine"}) << region;
  EXPECT_TRUE(rules("130400").empty());
  const auto news = good(stores_->rounds().news({.site = {}, .region = "130500", .since = {}}));
  EXPECT_TRUE(std::ranges::any_of(news, [](const auto& one) { return one.finding.site == monitor::kEstate; }));
}

TEST_F(SharedCauseTest, AFalseCauseExplainsNothing) {
  period_of({true, true, true}, machine());
  const auto cause = good(stores_->rounds().findings({.text = "192.0.2.7"})).rows.at(0);
  good(stores_->rounds().move(
      cause.id, monitor::Decide{monitor::FindingDecision::FalseAlarm, "wang", "two machines", std::nullopt}));
  period_of({true, true, true}, machine());
  EXPECT_EQ(told(), std::vector<std::string>(3, "availability.connect-refused confirmed"));
  EXPECT_EQ(shown(true), 4);
}

TEST_F(OutboxTest, ChannelsThatAreGoneWaitForNothing) {
  good(outbox().plan(channels_));
  period(true);
  period(true);
  good(outbox().plan(channels_));
  channels_.pop_back();
  good(outbox().plan(channels_));
  const auto given_up = good(outbox().deliveries({.channel = "archive", .state = {}, .cursor = {}})).rows;
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_EQ(given_up[0].state, DeliveryState::GivenUp);
  EXPECT_EQ(given_up[0].error, "notice.channel_gone");
  EXPECT_EQ(outbox().replay(given_up[0].id).error().code, "notice.no_such_channel");
  EXPECT_EQ(good(outbox().use()).size(), 1U);
}

TEST_F(OutboxTest, ListsPagesAndForgets) {
  good(outbox().plan(channels_));
  for (int i = 0; i < 4; ++i) {
    period(true);
    period(true);
    period(false);
    period(false);
    good(outbox().plan(channels_));
  }
  std::string cursor;
  std::set<std::int64_t> seen;
  do {
    const auto page = good(outbox().deliveries({.channel = "duty", .state = {}, .cursor = cursor, .limit = 3}));
    EXPECT_EQ(page.total, 11);
    for (const notice::Delivery& one : page.rows) EXPECT_TRUE(seen.insert(one.id.value).second);
    cursor = page.next;
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), 11U);
  EXPECT_EQ(outbox().deliveries({.channel = {}, .state = {}, .cursor = "forged"}).error().code, "registry.bad_cursor");
  for (const notice::Delivery& one : all())
    if (one.channel == "duty") good(outbox().sent(one.id));
  EXPECT_FALSE(good(outbox().prune()));
  EXPECT_EQ(all().size(), 22U);
  clock_.advance(std::chrono::hours(24 * 91));
  EXPECT_FALSE(good(outbox().prune()));
  EXPECT_EQ(all().size(), 11U) << "what waits is not forgotten";
}

}  // namespace
}  // namespace huabiao::storage
