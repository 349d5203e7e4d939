#include "storage/lease.h"

#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/database.h"
#include "storage/lease_patience.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using Next = LeasePatience::Next;
using Moment = std::chrono::steady_clock::time_point;

constexpr std::string_view kServe = "serve";
const LeaseHolder kOther{4711, 1, "elsewhere"};

// Looks every half second for so long.
Next watch(LeasePatience& patience, const LeaseState& lease, HolderState holder, Moment& now, Millis how_long) {
  Next next = patience.see(lease, holder, now);
  for (Millis spent{0}; spent < how_long && next == Next::LookAgain; spent += LeaseLimits::kLookEvery) {
    now += LeaseLimits::kLookEvery;
    next = patience.see(lease, holder, now);
  }
  return next;
}

TEST(LeasePatience, TakesWhatNobodyHolds) {
  EXPECT_EQ(LeasePatience().see({}, HolderState::Gone, Moment()), Next::Take);
}

TEST(LeasePatience, TakesFromASilentHolderAfterOneTerm) {
  for (const HolderState state : {HolderState::Running, HolderState::Stopped, HolderState::Elsewhere}) {
    LeasePatience patience;
    Moment now;
    EXPECT_EQ(watch(patience, {5, 1, kOther}, state, now, LeaseLimits::kTerm - LeaseLimits::kLookEvery),
              Next::LookAgain);
    EXPECT_EQ(watch(patience, {5, 1, kOther}, state, now, LeaseLimits::kLookEvery), Next::Take);
  }
}

TEST(LeasePatience, NeverTakesFromOneThatRenews) {
  LeasePatience patience;
  Moment now;
  for (std::int64_t beat = 0; beat < 1'000; ++beat)
    ASSERT_EQ(watch(patience, {5, beat, kOther}, HolderState::Elsewhere, now, LeaseLimits::kRenewEvery),
              Next::LookAgain);
  EXPECT_TRUE(patience.renewed());
}

TEST(LeasePatience, CountsNothingWhileItWasSuspendedItself) {
  LeasePatience patience;
  Moment now;
  watch(patience, {5, 1, kOther}, HolderState::Running, now, Millis(1'000));
  now += std::chrono::hours(10);  // the whole machine slept, the holder with it
  EXPECT_EQ(patience.see({5, 1, kOther}, HolderState::Running, now), Next::LookAgain);
  EXPECT_EQ(watch(patience, {5, 2, kOther}, HolderState::Running, now, Millis(1'000)), Next::LookAgain);
}

class LeaseTest : public StoresTest {
 protected:
  LeaseRows rows() { return good(LeaseRows::open(directory_.database())); }
  std::string write_code() {
    const auto written = registry().save(registry::Site{.name = "甲"}, {.by = "test"});
    return written ? "" : written.error().code;
  }
  std::string page_code() {
    const auto kept = stores_->pages().put_picture({"www.jia.gov.cn", 443, "/"}, "key", {}, "png");
    return kept ? "" : kept.error().code;
  }
  std::string sample_code() {
    const monitor::KeyedSample one{{1, "www.jia.gov.cn", 443, monitor::CheckKind::HomePage, "local"}, {}};
    const auto kept = stores_->samples().append(std::span(&one, 1));
    return kept ? "" : kept.error().code;
  }
};

TEST_F(LeaseTest, IsHeldOnceAPurposeAndGivenBack) {
  auto held = good(Lease::take(directory_, kServe));
  const auto second = Lease::take(directory_, kServe);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "storage.in_use");
  EXPECT_NE(second.error().detail.find(std::to_string(::getpid())), std::string::npos);
  EXPECT_TRUE(Lease::take(directory_, "round"));
  const std::int64_t fence = held->fence();
  held.reset();
  EXPECT_GT(good(Lease::take(directory_, kServe))->fence(), fence);
}

TEST_F(LeaseTest, MakesTheDatabaseWhereThereIsNone) {
  const auto fresh = good(DataDirectory::open(scratch_.path() / "fresh"));
  EXPECT_TRUE(good(Lease::take(fresh, kServe)));
}

TEST_F(LeaseTest, OfAProcessThatDiedIsTakenAtOnce) {
  LeaseHolder dead = this_process();
  ++dead.started;  // another process had this number
  good(rows().take(kServe, {}, dead, clock_.now()));
  EXPECT_TRUE(good(Lease::take(directory_, kServe)));
}

TEST_F(LeaseTest, OneOfManyThatSawTheSameTakesIt) {
  LeaseRows lease = rows();
  good(lease.take(kServe, {}, kOther, clock_.now()));
  const LeaseState seen = good(lease.look(kServe));
  EXPECT_TRUE(good(lease.take(kServe, seen, this_process(), clock_.now())));
  EXPECT_FALSE(good(lease.take(kServe, seen, this_process(), clock_.now())));
}

TEST_F(LeaseTest, RenewedBetweenLookAndTakeStays) {
  LeaseRows lease = rows();
  const std::int64_t fence = *good(lease.take(kServe, {}, kOther, clock_.now()));
  const LeaseState seen = good(lease.look(kServe));
  EXPECT_TRUE(good(lease.renew(kServe, fence)));
  EXPECT_FALSE(good(lease.take(kServe, seen, this_process(), clock_.now())));
}

TEST_F(LeaseTest, FencesRiseThoughTheClockIsSetBack) {
  LeaseRows lease = rows();
  const std::int64_t first = *good(lease.take(kServe, {}, kOther, clock_.now()));
  clock_.advance(-std::chrono::hours(24 * 365));
  const std::int64_t second = *good(lease.take(kServe, good(lease.look(kServe)), this_process(), clock_.now()));
  EXPECT_GT(second, first);
  EXPECT_FALSE(good(lease.renew(kServe, first)));
  EXPECT_TRUE(good(lease.renew(kServe, second)));
}

TEST_F(LeaseTest, WhoeverIsSupersededWritesNothingMore) {
  const auto held = good(Lease::take(directory_, kServe));
  good(stores_->guard(*held));
  EXPECT_EQ(write_code(), "");
  EXPECT_EQ(sample_code(), "");
  good(rows().take(kServe, good(rows().look(kServe)), kOther, clock_.now()));
  EXPECT_EQ(write_code(), "storage.lease_lost");
  EXPECT_EQ(good(registry().sites(now())).size(), 1U);
}

TEST_F(LeaseTest, SamplesAndPagesAreHeldAgainstItInTheirOwnDatabases) {
  const auto held = good(Lease::take(directory_, kServe));
  good(stores_->guard(*held));
  good(rows().give_back(kServe, held->fence()));
  const auto newer = good(Stores::open(directory_, clock_));
  const auto mine = good(Lease::take(directory_, kServe));
  EXPECT_EQ(page_code(), "");
  EXPECT_EQ(sample_code(), "");  // the new holder has not opened it yet
  good(newer->guard(*mine));
  EXPECT_EQ(sample_code(), "storage.lease_lost");
  EXPECT_EQ(page_code(), "storage.lease_lost");
}

TEST_F(LeaseTest, OneAfterTheOtherMayBeHeldByTheSameStores) {
  for (int round = 0; round < 3; ++round) {
    const auto held = good(Lease::take(directory_, "round"));
    good(stores_->guard(*held));
    unit("单位" + std::to_string(round));
  }
}

TEST_F(LeaseTest, AWriteUnderItIsASignOfLife) {
  const auto held = good(Lease::take(directory_, kServe));
  const std::int64_t beat = good(rows().look(kServe)).beat;
  good(stores_->guard(*held));
  Database database(directory_.database(), clock_);
  Database::Write write(database, Durability::Normal);
  EXPECT_TRUE(still_holds(*write, kServe, held->fence(), Beat::Yes));
  // On a server renewals go on beside it, and whoever would take the lease waits for its end.
  if (server_.there()) {
    EXPECT_TRUE(good(rows().renew(kServe, held->fence())));
    EXPECT_EQ(rows().take(kServe, good(rows().look(kServe)), kOther, clock_.now()).error().code, "storage.locked");
  }
  write.commit();
  EXPECT_GT(good(rows().look(kServe)).beat, beat);
}

TEST_F(LeaseTest, TakingItFreesWhatElseTheHolderHeld) {
  LeaseRows lease = rows();
  good(lease.take(kServe, {}, kOther, clock_.now()));
  good(lease.take("round", {}, kOther, clock_.now()));
  good(lease.take(kServe, good(lease.look(kServe)), this_process(), clock_.now()));
  EXPECT_EQ(good(lease.look("round")).holder.pid, 0);
  EXPECT_TRUE(good(Lease::take(directory_, "round")));
}

TEST(LeaseHolder, IsKnownByNumberStartAndMachine) {
  LeaseHolder holder = this_process();
  EXPECT_EQ(state_of(holder), HolderState::Running);
  EXPECT_FALSE(end_if_stopped(holder));
  holder.machine += "x";
  EXPECT_EQ(state_of(holder), HolderState::Elsewhere);
  EXPECT_EQ(state_of({}), HolderState::Gone);
}

TEST(LeaseHolder, StoppedInTheMiddleOfAWriteIsEnded) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::raise(SIGSTOP);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
  const LeaseHolder holder = process(child);
  EXPECT_EQ(state_of(holder), HolderState::Stopped);
  EXPECT_TRUE(end_if_stopped(holder));
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(state_of(holder), HolderState::Gone);
}

}  // namespace
}  // namespace huabiao::storage
