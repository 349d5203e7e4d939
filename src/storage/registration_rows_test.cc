#include <gtest/gtest.h>

#include "monitor/keep/registration_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using monitor::DomainLook;
using monitor::RegistrationOutcome;

class RegistrationRowsTest : public StoresTest {
 protected:
  DomainLook look(const std::string& domain, RegistrationOutcome outcome = RegistrationOutcome::Registered) {
    clock_.advance(std::chrono::hours(24));
    DomainLook made;
    made.facts.domain = domain;
    made.facts.outcome = outcome;
    made.facts.server = "whois://whois.example";
    made.at = clock_.now();
    made.due = clock_.now() + std::chrono::hours(24 * 7);
    if (outcome == RegistrationOutcome::Registered) {
      made.facts.said.expires = *from_iso("2027-01-01T00:00:00Z");
      made.facts.said.registrar = "甲";
    }
    return made;
  }
  monitor::RegistrationStore& kept() { return stores_->registrations(); }
};

TEST_F(RegistrationRowsTest, KeepsTheLastLookOfEachDomain) {
  EXPECT_FALSE(good(kept().look("a.cn")));
  DomainLook one = look("a.cn");
  one.known.registrar = "甲";
  one.known.servers_since = clock_.now();
  one.accusing = 2;
  const DomainLook other = look("b.cn", RegistrationOutcome::Unreachable);
  good(kept().keep(std::vector{one, other}));
  reopen();
  const auto back = good(kept().look("a.cn"));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->facts, one.facts);
  EXPECT_EQ(back->known, one.known);
  EXPECT_EQ(back->at, one.at);
  EXPECT_EQ(back->due, one.due);
  EXPECT_EQ(back->accusing, 2);
  EXPECT_EQ(good(kept().looks()).size(), 2U);
}

TEST_F(RegistrationRowsTest, EqualAnswersAreOneInterval) {
  const DomainLook first = look("a.cn");
  good(kept().keep(std::vector{first}));
  DomainLook second = look("a.cn");
  second.facts.said.changed = clock_.now();
  second.facts.server = "https://rdap.example/";
  good(kept().keep(std::vector{second}));
  good(kept().keep(std::vector{look("a.cn", RegistrationOutcome::RateLimited)}));
  const auto intervals = good(kept().intervals("a.cn"));
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].from, first.at);
  EXPECT_EQ(intervals[0].to, second.at) << "what is no answer makes no interval longer";
  EXPECT_EQ(intervals[0].facts.said.changed, second.facts.said.changed);
}

TEST_F(RegistrationRowsTest, AnotherAnswerBeginsAnotherIntervalAndNothingIsLost) {
  good(kept().keep(std::vector{look("a.cn")}));
  DomainLook renewed = look("a.cn");
  renewed.facts.said.expires = *from_iso("2028-01-01T00:00:00Z");
  good(kept().keep(std::vector{renewed}));
  good(kept().keep(std::vector{look("a.cn", RegistrationOutcome::NotFound)}));
  reopen();
  const auto intervals = good(kept().intervals("a.cn"));
  ASSERT_EQ(intervals.size(), 3U);
  EXPECT_EQ(intervals[0].facts.outcome, RegistrationOutcome::NotFound);
  EXPECT_EQ(intervals[1].facts.said.expires, renewed.facts.said.expires);
  EXPECT_EQ(intervals[2].facts.said.expires, *from_iso("2027-01-01T00:00:00Z"));
  EXPECT_TRUE(good(kept().intervals("b.cn")).empty());
}

TEST_F(RegistrationRowsTest, AClockSetBackMakesNoIntervalInsideAnother) {
  const DomainLook first = look("a.cn");
  good(kept().keep(std::vector{first}));
  DomainLook earlier = look("a.cn");
  earlier.at = first.at - std::chrono::hours(1);
  earlier.facts.said.registrar = "乙";
  good(kept().keep(std::vector{earlier}));
  const auto intervals = good(kept().intervals("a.cn"));
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].to, first.at);
}

}  // namespace
}  // namespace huabiao::storage
