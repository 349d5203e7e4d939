#include "monitor/pipeline/round.h"

#include <gmock/gmock.h>
#include <thread>
#include <unistd.h>

#include "dispatch/child.h"
#include "support/played_children.h"
#include "support/stores_fixture.h"

// The worker children of these tests are this very test program, told by a filter to play RoundChild below.
namespace huabiao::monitor {
namespace {

using storage::good;
using test::played_by;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

// What a host answers is in its name: down, flaky (down the first time only), hangs (never), anything else is a page.
class PlayedVisitor final : public dispatch::Visitor {
 public:
  void visit(Errand errand, std::function<void(std::vector<VisitRecord>)> done) override {
    if (errand.visits.front().host.starts_with("hangs")) return held_.push_back(std::move(done));
    std::vector<VisitRecord> records;
    for (const Visit& visit : errand.visits) {
      const bool down = visit.host.starts_with("down") || (visit.host.starts_with("flaky") && visit.attempt == 1);
      VisitRecord record;
      record.visit = visit;
      record.fetch.outcome = down ? Outcome::ConnectRefused : Outcome::Ok;
      record.fetch.reason = down ? "refused" : "";
      record.fetch.status = down ? 0 : 200;
      Attempt attempt;
      attempt.number = visit.attempt;
      attempt.outcome = record.fetch.outcome;
      attempt.reason = record.fetch.reason;
      record.attempts.push_back(std::move(attempt));
      if (!down) record.facts.emplace().title = visit.declared.site_name;
      record.fetch.final_url = "http://" + visit.host + "/";
      if (visit.host == "claims.example") record.facts->site_domain = "www.jia.gov.cn";
      records.push_back(std::move(record));
    }
    done(std::move(records));
  }

 private:
  std::vector<std::function<void(std::vector<VisitRecord>)>> held_;
};

class RoundTest : public storage::StoresTest {
 protected:
  RoundPorts ports() {
    return {stores_->rounds(), registry(), nullptr, &stores_->samples(), clock_, &stores_->orders()};
  }
  RoundSummary run(RoundId round, const std::string& child = "Plays") {
    return good(run_round(ports(), round, played_by(child), {}, {}, {}));
  }
  std::vector<std::pair<std::string, Outcome>> rows_of(RoundId round) {
    std::vector<std::pair<std::string, Outcome>> rows;
    for (const RoundRow& row : good(stores_->rounds().rows(round, {.outcome = {}, .cursor = {}, .limit = 100})).rows)
      rows.emplace_back(row.record.visit.host, row.record.fetch.outcome);
    return rows;
  }
};

}  // namespace

TEST(RoundChild, DISABLED_Plays) {
  _exit(dispatch::serve_pipe([](loop::EventLoop&, const dispatch::WorkerSettings&, dispatch::Marker&) {
    return Result<std::unique_ptr<dispatch::Visitor>>(std::make_unique<PlayedVisitor>());
  }));
}
TEST(RoundChild, DISABLED_EndsAtOnce) {
  _exit(3);
}

TEST_F(RoundTest, EverySiteAndHostHasItsRow) {
  site_on("甲局", "www.jia.gov.cn");
  site_on("乙局", "down.yi.gov.cn");
  site("丙局");
  const RoundId round = good(begin_round(ports(), {}, "test"));
  const RoundSummary summary = run(round);
  EXPECT_EQ(summary.state, RoundState::Finished);
  EXPECT_EQ(summary.progress.done, 3);
  EXPECT_EQ(summary.progress.kept, 3);
  EXPECT_THAT(rows_of(round), UnorderedElementsAre(std::pair("www.jia.gov.cn", Outcome::Ok),
                                                   std::pair("down.yi.gov.cn", Outcome::ConnectRefused),
                                                   std::pair("", Outcome::NoAddress)));
}

TEST_F(RoundTest, ASiteWithoutConsentIsNotVisited) {
  const registry::SiteId id = site_on("甲局", "www.jia.gov.cn");
  good(stores_->orders().give(for_site(id.value), WatchOrder{.consent = Consent::None, .consent_by = "主办单位"},
                              "test"));
  const RoundId round = good(begin_round(ports(), {}, "test"));
  run(round);
  EXPECT_THAT(rows_of(round), ElementsAre(std::pair("www.jia.gov.cn", Outcome::NotVisited)));
}

TEST_F(RoundTest, EveryHostAskedLeavesASample) {
  const registry::SiteId up = site_on("甲局", "www.jia.gov.cn"), down = site_on("乙局", "down.yi.gov.cn");
  const registry::SiteId none = site("丙局");
  run(good(begin_round(ports(), {}, "test")));
  const auto samples_of = [&](registry::SiteId id) {
    std::vector<Sample> all;
    for (const Series& series : good(stores_->samples().series_of(id.value))) {
      EXPECT_EQ(series.key.vantage, "local");
      for (const Sample& sample : good(stores_->samples().samples(series.id, 0, second_of(clock_.now()) + 1)))
        all.push_back(sample);
    }
    return all;
  };
  ASSERT_EQ(samples_of(up).size(), 1U);
  EXPECT_EQ(samples_of(up)[0].outcome, Outcome::Ok);
  ASSERT_EQ(samples_of(down).size(), 1U) << "asked twice, one visit";
  EXPECT_EQ(samples_of(down)[0].outcome, Outcome::ConnectRefused);
  EXPECT_TRUE(samples_of(none).empty());
}

TEST_F(RoundTest, AVisitKnowsWhatIsDeclaredOfItsSite) {
  const registry::SiteId id = site_on("甲局", "www.jia.gov.cn");
  run(good(begin_round(ports(), {}, "test")));
  const auto rows = good(stores_->rounds().latest_rows(id.value));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].record.facts->title, "甲局");  // the played visitor repeats the declared name
}

TEST_F(RoundTest, AnOutageIsAskedAgainBeforeItIsBelieved) {
  const registry::SiteId flaky = site_on("甲局", "flaky.jia.gov.cn"), down = site_on("乙局", "down.yi.gov.cn");
  run(good(begin_round(ports(), {}, "test")));
  const VisitRecord back = good(stores_->rounds().latest_rows(flaky.value)).at(0).record;
  EXPECT_EQ(back.fetch.outcome, Outcome::Ok);
  EXPECT_EQ(back.attempts.size(), 2U);
  const VisitRecord gone = good(stores_->rounds().latest_rows(down.value)).at(0).record;
  EXPECT_EQ(gone.fetch.outcome, Outcome::ConnectRefused);
  EXPECT_EQ(gone.attempts.size(), 2U);
}

// A vantage point on a thread of its own, to which every host opens but those whose name says otherwise.
class PlayedVantage {
 public:
  explicit PlayedVantage(dispatch::VantageHall& hall) : hall_(hall) {
    hall_.heard("east", "1");
    thread_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) serve();
    });
  }

 private:
  void serve() {
    const auto lease = hall_.lease("east", 8);
    if (!lease) return std::this_thread::sleep_for(Millis(1));
    for (const dispatch::LeasedErrand& one : lease->errands) {
      const std::string& host = one.errand.visits.front().host;
      if (host.find("silent") != std::string::npos) continue;
      dispatch::VantageResult result{one.lease, one.errand.number, {}};
      for (const Visit& visit : one.errand.visits) {
        const bool down = visit.host.find("everywhere") != std::string::npos;
        VisitRecord record;
        record.visit = visit;
        record.fetch.outcome = down ? Outcome::ConnectTimeout : Outcome::Ok;
        record.fetch.reason = down ? "no answer" : "";
        record.attempts.push_back({.number = 2, .outcome = record.fetch.outcome, .reason = record.fetch.reason});
        if (!down) record.facts.emplace().title = "seen from the east";
        result.records.push_back(std::move(record));
      }
      if (host.find("liar") != std::string::npos) result.records[0].visit.host = "www.other.gov.cn";
      (void)hall_.take("east", std::move(result));
    }
  }
  dispatch::VantageHall& hall_;
  std::jthread thread_;
};

class VantageRoundTest : public RoundTest {
 protected:
  VisitRecord row_of(registry::SiteId id) { return good(stores_->rounds().latest_rows(id.value)).at(0).record; }
  void run_with_vantage() {
    RoundPorts with = ports();
    with.vantages = &hall_;
    const RoundId round = good(begin_round(with, {}, "test"));
    EXPECT_EQ(good(run_round(with, round, played_by("Plays"), {}, {}, {})).state, RoundState::Finished);
  }
  const SystemClock now_;
  dispatch::VantageHall hall_{now_, {.grace = Millis(-29'000)}};  // leases of two seconds
};

TEST_F(VantageRoundTest, WhatOpensFromElsewhereIsNotDown) {
  const registry::SiteId id = site_on("甲局", "down.jia.gov.cn"), up = site_on("乙局", "www.yi.gov.cn");
  const PlayedVantage east(hall_);
  run_with_vantage();
  const VisitRecord row = row_of(id);
  EXPECT_EQ(row.fetch.outcome, Outcome::Ok);
  EXPECT_EQ(row.vantage, "east");
  ASSERT_EQ(row.attempts.size(), 2U);
  EXPECT_EQ(row.attempts[0].vantage, "local");
  EXPECT_EQ(row.attempts[1].vantage, "east");
  EXPECT_EQ(row.facts->title, "seen from the east");
  EXPECT_EQ(row_of(up).vantage, "local") << "only an outage is seen twice";
  const auto found = good(stores_->rounds().findings({.site = id.value}));
  ASSERT_EQ(found.total, 1);
  EXPECT_EQ(found.rows[0].finding.rule, "availability.not-from-everywhere");
  const auto series = good(stores_->samples().series_of(id.value));
  ASSERT_EQ(series.size(), 1U) << "one visit, one sample, in the watch's own series";
  EXPECT_EQ(series[0].key.vantage, "local");
}

TEST_F(VantageRoundTest, WhatOpensFromNowhereIsDown) {
  const registry::SiteId id = site_on("甲局", "down.everywhere.gov.cn");
  const PlayedVantage east(hall_);
  run_with_vantage();
  const VisitRecord row = row_of(id);
  EXPECT_EQ(row.fetch.outcome, Outcome::ConnectTimeout);
  EXPECT_EQ(row.vantage, "east");
  EXPECT_EQ(good(stores_->rounds().findings({.site = id.value})).rows.at(0).finding.rule,
            "availability.connect-timeout");
}

TEST_F(VantageRoundTest, WhatAVantagePointLeavesOrSpoilsIsAskedFromHere) {
  const registry::SiteId silent = site_on("甲局", "flaky.silent.gov.cn");
  const registry::SiteId liar = site_on("乙局", "flaky.liar.gov.cn");
  const PlayedVantage east(hall_);
  run_with_vantage();
  for (const registry::SiteId id : {silent, liar}) {
    EXPECT_EQ(row_of(id).fetch.outcome, Outcome::Ok);
    EXPECT_EQ(row_of(id).vantage, "local");
    EXPECT_EQ(row_of(id).attempts.size(), 2U);
  }
}

TEST_F(RoundTest, AStoppedRoundGoesOnWhereItStood) {
  for (int i = 0; i < 30; ++i) site_on("局" + std::to_string(i), "h" + std::to_string(i) + ".gov.cn");
  const RoundId round = good(begin_round(ports(), {}, "test"));
  std::stop_source stop;
  RoundSettings slow = played_by("Plays");
  slow.pool.worker.concurrency = 1;
  const RoundSummary first =
      good(run_round(ports(), round, slow, {}, [&](auto, const auto&) { stop.request_stop(); }, stop.get_token()));
  EXPECT_EQ(first.state, RoundState::Stopped);
  EXPECT_GT(first.progress.kept, 0);
  EXPECT_LT(first.progress.kept, 30);
  const RoundSummary second = run(round);
  EXPECT_EQ(second.state, RoundState::Finished);
  EXPECT_EQ(second.progress.kept, 30);
  EXPECT_EQ(rows_of(round).size(), 30U);
}

TEST_F(RoundTest, AnAbandonedRoundSaysWhyTheRestWasNotVisited) {
  const registry::SiteId id = site_on("甲局", "www.jia.gov.cn");
  const RoundId round = good(begin_round(ports(), {}, "test"));
  good(abandon_round(ports(), round, "broken off"));
  const VisitRecord row = good(stores_->rounds().latest_rows(id.value)).at(0).record;
  EXPECT_EQ(row.fetch.outcome, Outcome::NotVisited);
  EXPECT_EQ(row.fetch.reason, "broken off");
  EXPECT_EQ(good(stores_->rounds().round(round))->state, RoundState::Stopped);
}

TEST_F(RoundTest, WhatIsKnownIsKeptAlsoWhenNoWorkerLives) {
  site("丙局");
  site_on("甲局", "www.jia.gov.cn");
  const RoundId round = good(begin_round(ports(), {}, "test"));
  const auto failed = run_round(ports(), round, played_by("EndsAtOnce"), {}, {}, {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "dispatch.workers_die");
  EXPECT_THAT(rows_of(round), ElementsAre(std::pair("", Outcome::NoAddress)));
  EXPECT_EQ(good(stores_->rounds().pending(round)).size(), 1U);
}

TEST_F(RoundTest, ASelectionNamesKnownSitesOnly) {
  const std::vector<registry::SiteId> unknown = {{4711}};
  const auto refused = begin_round(ports(), unknown, "test");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "registry.no_such_site");
}

TEST_F(RoundTest, AddressesGivenByHandAreVisitedOnceAndNotKept) {
  const std::vector<std::string> addresses = {"http://www.jia.gov.cn/", "http://[", "down.yi.gov.cn"};
  std::vector<std::pair<std::string, Outcome>> rows;
  const RoundSummary summary = good(visit_addresses(addresses, KnownSites(), clock_, played_by("Plays"), {},
                                                    [&](std::span<const VisitRecord> site, const SiteVerdict&) {
                                                      for (const VisitRecord& row : site)
                                                        rows.emplace_back(row.visit.host, row.fetch.outcome);
                                                    },
                                                    {}));
  EXPECT_EQ(summary.state, RoundState::Finished);
  EXPECT_THAT(rows, UnorderedElementsAre(std::pair("www.jia.gov.cn", Outcome::Ok), std::pair("", Outcome::BadUrl),
                                         std::pair("down.yi.gov.cn", Outcome::ConnectRefused)));
  EXPECT_TRUE(good(stores_->rounds().rounds(10)).empty());
}

TEST_F(RoundTest, AnAddressThatPassesForARegisteredSiteIsAccused) {
  site_on("甲局", "www.jia.gov.cn");
  const KnownSites registered(good(known_sites(registry())));
  const std::vector<std::string> addresses = {"http://claims.example/", "http://www.jia.gov.cn/"};
  std::vector<std::string> accused;
  good(visit_addresses(addresses, registered, clock_, played_by("Plays"), {},
                       [&](std::span<const VisitRecord> site, const SiteVerdict&) {
                         for (const VisitRecord& row : site)
                           for (const Finding& finding : row.findings)
                             accused.push_back(row.visit.host + " " + finding.rule + " " + finding.subject);
                       },
                       {}));
  EXPECT_THAT(accused, ElementsAre("claims.example counterfeit.claims-unit 甲局主办单位"));
}

}  // namespace huabiao::monitor
