#include <gtest/gtest.h>

#include "monitor/keep/name_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::ExpectedNames;
using monitor::ExpectMode;
using monitor::HostNames;
using monitor::NameOutcome;

class NameRowsTest : public StoresTest {};

TEST_F(NameRowsTest, KeepsWhatWasSaidLast) {
  const auto one = site("甲").value, other = site("乙").value;
  monitor::NameStore& names = stores_->names();
  EXPECT_FALSE(good(names.names(one, "www.jia.gov.cn")));
  HostNames first{.site = one, .host = "www.jia.gov.cn", .facts = {}, .known = {}, .at = clock_.now()};
  first.facts.zone = "jia.gov.cn";
  first.facts.answers.resize(2);
  first.facts.answers[1] = {.resolver = "1.2.4.8",
                            .four = NameOutcome::Answered,
                            .six = NameOutcome::NoData,
                            .zone = NameOutcome::ServerFailure,
                            .addresses = {"1.1.1.1"},
                            .aliases = {"cdn.example.com"},
                            .servers = {},
                            .ttl = 600};
  first.known.looks = 3;
  first.known.addresses = {"1.1.1.1"};
  first.known.servers_since = clock_.now();
  HostNames second = first;
  second.host = "jia.gov.cn";
  HostNames third = first;
  third.site = other;
  good(names.keep(std::vector{first, second, third}));
  clock_.advance(std::chrono::hours(1));
  first.at = clock_.now();
  first.known.looks = 4;
  first.facts.six = monitor::SixReach::Unreachable;
  good(names.keep(std::vector{first}));
  reopen();
  const auto kept = good(stores_->names().names(one, "www.jia.gov.cn"));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->facts, first.facts);
  EXPECT_EQ(kept->known, first.known);
  EXPECT_EQ(kept->at, first.at);
  const auto all = good(stores_->names().names_of(one));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].host, "jia.gov.cn");
}

TEST_F(NameRowsTest, TheNewestExpectationHoldsAndTheOthersStayOnRecord) {
  const auto one = site("甲").value;
  monitor::NameStore& names = stores_->names();
  const ExpectedNames first{.mode = ExpectMode::Equal, .entries = {"1.1.1.1", "cdn.example.com"}};
  good(names.expect(one, "a.gov.cn", first, "甲员"));
  good(names.expect(one, "b.gov.cn", first, "甲员"));
  clock_.advance(std::chrono::hours(1));
  good(names.expect(one, "a.gov.cn", {}, "乙员"));
  reopen();
  const auto now = good(stores_->names().expectations());
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].host, "a.gov.cn");
  EXPECT_TRUE(now[0].expected.entries.empty());
  EXPECT_EQ(now[0].by, "乙员");
  EXPECT_EQ(now[1].expected, first);
  const auto all = good(stores_->names().expectations_of(one));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].at, clock_.now());
  EXPECT_EQ(all[2].expected, first);
}

}  // namespace
}  // namespace huabiao::storage
