#include "dispatch/worker_pool.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include "dispatch/child.h"
#include "dispatch/child_process.h"
#include "dispatch/frame.h"
#include "dispatch/message.h"

// The children of these tests are this very test program, told by a filter to run one of the WorkerChild tests below,
// which are disabled for everybody else.
namespace huabiao::dispatch {
namespace {

using monitor::Errand;
using monitor::Outcome;
using monitor::VisitRecord;

PoolSettings played_by(const std::string& child, std::size_t workers = 2) {
  PoolSettings settings;
  settings.command = {"/proc/self/exe", "--gtest_filter=WorkerChild.DISABLED_" + child,
                      "--gtest_also_run_disabled_tests"};
  settings.workers = workers;
  settings.worker.concurrency = 8;
  settings.worker.timeout = Millis(100);
  settings.worker.host_gap = Millis(0);
  return settings;
}

Errand errand_to(const std::string& host, std::uint64_t number) {
  monitor::Visit visit;
  visit.id = {static_cast<std::int64_t>(number)};
  visit.host = host;
  return {number, {visit}};
}

struct Outcomes {
  std::map<std::uint64_t, std::vector<VisitRecord>> records;
  std::optional<Error> failure;
  std::uint64_t deaths = 0;
};

Outcomes run(const PoolSettings& settings, std::vector<Errand> errands) {
  Outcomes got;
  loop::EventLoop loop;
  const std::size_t count = errands.size();
  auto pool = WorkerPool::start(
      loop, settings,
      [&](std::uint64_t errand, std::vector<VisitRecord> records) {
        EXPECT_TRUE(got.records.emplace(errand, std::move(records)).second) << "an errand came back twice";
      },
      [&](Error error) { got.failure = std::move(error); });
  if (!pool) {
    got.failure = pool.error();
    return got;
  }
  (*pool)->submit(std::move(errands));
  while (got.records.size() < count && !got.failure) loop.run_once(Millis(1000));
  got.deaths = (*pool)->deaths();
  return got;
}

// Answers every visit with ok; some hosts are traps.
class PlayedVisitor final : public Visitor {
 public:
  explicit PlayedVisitor(Marker& marker) : marker_(marker) {}
  void visit(Errand errand, std::function<void(std::vector<VisitRecord>)> done) override {
    const std::string& host = errand.visits.front().host;
    if (host == "crash.cn") {
      marker_.at(errand.number);
      _exit(9);
    }
    if (host == "crash-unseen.cn") _exit(9);
    if (host == "hang.cn") {
      marker_.at(errand.number);
      while (true) pause();
    }
    if (host == "lie.cn") errand.visits.front().host = "other.cn";
    std::vector<VisitRecord> records;
    for (const monitor::Visit& visit : errand.visits) {
      VisitRecord record;
      record.visit = visit;
      record.fetch.outcome = Outcome::Ok;
      records.push_back(record);
    }
    done(std::move(records));
  }

 private:
  Marker& marker_;
};

void serve_played() {
  _exit(serve_pipe([](loop::EventLoop&, const WorkerSettings&, Marker& marker) -> Result<std::unique_ptr<Visitor>> {
    return std::unique_ptr<Visitor>(std::make_unique<PlayedVisitor>(marker));
  }));
}

}  // namespace

TEST(WorkerChild, DISABLED_Plays) {
  serve_played();
}
TEST(WorkerChild, DISABLED_CannotWork) {
  _exit(serve_pipe([](loop::EventLoop&, const WorkerSettings&, Marker&) -> Result<std::unique_ptr<Visitor>> {
    return fail(Kind::Environment, "fetch.no_authorities", "none");
  }));
}
TEST(WorkerChild, DISABLED_TalksNonsense) {
  std::string wire;
  append_frame(wire, "{\"type\":\"ready\"}\n");
  (void)send(kPipeDescriptor, wire.data(), wire.size(), MSG_NOSIGNAL);
  sleep(5);
  _exit(0);
}
TEST(WorkerChild, DISABLED_EndsAtOnce) {
  _exit(3);
}

TEST(WorkerPool, RenewedHandsOutToNewChildrenAndLetsTheOldFinish) {
  PoolSettings settings = played_by("Plays");
  loop::EventLoop loop;
  std::map<std::uint64_t, std::vector<VisitRecord>> got;
  std::optional<Error> failure;
  const auto pool = WorkerPool::start(
                        loop, settings,
                        [&](std::uint64_t errand, std::vector<VisitRecord> records) {
                          EXPECT_TRUE(got.emplace(errand, std::move(records)).second) << "an errand came back twice";
                        },
                        [&](Error error) { failure = std::move(error); })
                        .value();
  const auto wait_for = [&](const auto& done) {
    for (int turns = 0; turns < 1'000 && !done() && !failure; ++turns) loop.run_once(Millis(100));
    return done();
  };
  std::vector<Errand> errands;
  for (std::uint64_t number = 1; number <= 40; ++number) errands.push_back(errand_to("a.cn", number));
  pool->submit(std::move(errands));
  ASSERT_TRUE(wait_for([&] { return !got.empty(); }));
  const auto before = pool->process_ids();
  pool->renew(settings.worker);
  pool->submit({errand_to("b.cn", 41)});
  ASSERT_TRUE(wait_for([&] { return got.size() == 41; }));
  const auto old_ones = [&] {
    const auto now = pool->process_ids();
    return std::ranges::any_of(before, [&](int id) { return std::ranges::find(now, id) != now.end(); });
  };
  EXPECT_FALSE(old_ones());
  EXPECT_EQ(pool->process_ids().size(), settings.workers);
  EXPECT_EQ(pool->deaths(), 0U);
  EXPECT_FALSE(failure);
  for (const auto& [number, records] : got) EXPECT_EQ(records.at(0).fetch.outcome, Outcome::Ok) << number;
}

TEST(WorkerPool, BringsBackEveryErrandOnce) {
  std::vector<Errand> errands;
  for (std::uint64_t i = 1; i <= 100; ++i) errands.push_back(errand_to("h" + std::to_string(i) + ".cn", i));
  const Outcomes got = run(played_by("Plays"), std::move(errands));
  ASSERT_FALSE(got.failure.has_value()) << got.failure->code << got.failure->detail;
  ASSERT_EQ(got.records.size(), 100U);
  for (const auto& [number, records] : got.records) {
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].visit.host, "h" + std::to_string(number) + ".cn");
    EXPECT_EQ(records[0].fetch.outcome, Outcome::Ok);
  }
  EXPECT_EQ(got.deaths, 0U);
}

TEST(WorkerPool, AVisitThatKillsTwoChildrenIsGivenUpAndTheOthersAreNot) {
  for (const char* killer : {"crash.cn", "crash-unseen.cn"}) {
    std::vector<Errand> errands;
    for (std::uint64_t i = 1; i <= 30; ++i)
      errands.push_back(errand_to(i == 7 ? killer : "h" + std::to_string(i) + ".cn", i));
    const Outcomes got = run(played_by("Plays"), std::move(errands));
    ASSERT_FALSE(got.failure.has_value()) << killer;
    for (const auto& [number, records] : got.records)
      EXPECT_EQ(records[0].fetch.outcome, number == 7 ? Outcome::NotVisited : Outcome::Ok) << killer << number;
    EXPECT_NE(got.records.at(7)[0].fetch.reason.find("worker crashed"), std::string::npos);
    EXPECT_EQ(got.deaths, 2U) << killer;
  }
}

TEST(WorkerPool, AHungChildIsPutDown) {
  PoolSettings settings = played_by("Plays", 1);
  settings.limits.grace = Millis(300);
  const Outcomes got = run(settings, {errand_to("hang.cn", 1), errand_to("a.cn", 2)});
  ASSERT_FALSE(got.failure.has_value());
  EXPECT_EQ(got.records.at(1)[0].fetch.outcome, Outcome::NotVisited);
  EXPECT_EQ(got.records.at(2)[0].fetch.outcome, Outcome::Ok);
}

TEST(WorkerPool, AChildThatAnswersForAnotherVisitIsNotBelieved) {
  const Outcomes got = run(played_by("Plays", 1), {errand_to("lie.cn", 1), errand_to("a.cn", 2)});
  ASSERT_FALSE(got.failure.has_value());
  EXPECT_EQ(got.records.at(1)[0].fetch.outcome, Outcome::NotVisited);
  EXPECT_EQ(got.records.at(2)[0].fetch.outcome, Outcome::Ok);
}

TEST(WorkerPool, AChildIsReplacedAfterItsShareOfErrands) {
  PoolSettings settings = played_by("Plays", 1);
  settings.limits.errands_per_child = 5;
  std::vector<Errand> errands;
  for (std::uint64_t i = 1; i <= 23; ++i) errands.push_back(errand_to("h" + std::to_string(i) + ".cn", i));
  const Outcomes got = run(settings, std::move(errands));
  ASSERT_FALSE(got.failure.has_value());
  EXPECT_EQ(got.records.size(), 23U);
  EXPECT_EQ(got.deaths, 0U) << "a retired child did not die";
}

TEST(WorkerPool, FailsWhenChildrenCannotWork) {
  EXPECT_EQ(run(played_by("CannotWork"), {errand_to("a.cn", 1)}).failure->code, "fetch.no_authorities");
  EXPECT_EQ(run(played_by("EndsAtOnce"), {errand_to("a.cn", 1)}).failure->code, "dispatch.workers_die");
  EXPECT_EQ(run(played_by("TalksNonsense"), {errand_to("a.cn", 1)}).failure->code, "dispatch.workers_die");
  PoolSettings missing;
  missing.command = {"/no/such/program"};
  EXPECT_EQ(run(missing, {errand_to("a.cn", 1)}).failure->code, "dispatch.no_worker");
}

TEST(WorkerPool, TheCellHoldsWhereTheKernelAllowsIt) {
  setenv("HUABIAO_SECRET", "not for children", 1);
  const auto report = inspect_cell(played_by("Plays"));
  unsetenv("HUABIAO_SECRET");
  ASSERT_TRUE(report.has_value()) << report.error().code;
  EXPECT_FALSE(report->probe.sees_environment);
  EXPECT_TRUE(report->sandbox.no_new_privileges);
  if (!report->sandbox.system_calls) GTEST_SKIP() << "no system call filter here: " << report->sandbox.refused;
  EXPECT_FALSE(report->probe.opens_files);
  EXPECT_FALSE(report->probe.runs_programs);
}

}  // namespace huabiao::dispatch
