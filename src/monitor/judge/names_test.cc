#include "monitor/judge/names.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

const TimePoint kBegin = from_iso("2026-11-22T00:00:00.000Z").value();
constexpr Millis kLook = std::chrono::minutes(10);

NameAnswer says(std::string resolver, std::vector<std::string> addresses, std::vector<std::string> aliases = {}) {
  NameAnswer answer;
  answer.resolver = std::move(resolver);
  answer.four = answer.six = answer.zone = NameOutcome::Answered;
  answer.addresses = std::move(addresses);
  answer.aliases = std::move(aliases);
  answer.servers = {"ns1.dns.cn", "ns2.dns.cn"};
  answer.ttl = 600;
  return answer;
}
NameAnswer fails(std::string resolver, NameOutcome how = NameOutcome::ServerFailure) {
  NameAnswer answer;
  answer.resolver = std::move(resolver);
  answer.four = answer.six = answer.zone = how;
  return answer;
}

// A host looked at every ten minutes; what was learnt goes from look to look.
class Host {
 public:
  std::vector<Finding> look(std::vector<NameAnswer> answers, SixReach six = SixReach::NotTried) {
    now += kLook;
    const NameFacts facts{.zone = "a.gov.cn", .answers = std::move(answers), .six = six};
    NamesVerdict verdict = judge_names({.host = "www.a.gov.cn",
                                        .facts = facts,
                                        .known = known,
                                        .expected = expected,
                                        .others_answered = others,
                                        .now = now});
    known = std::move(verdict.known);
    return std::move(verdict.findings);
  }
  void learn(const std::vector<NameAnswer>& answers) {
    for (int i = 0; i < NameJudgeLimits::kLearning; ++i) EXPECT_TRUE(look(answers).empty());
  }
  KnownNames known;
  std::optional<ExpectedNames> expected;
  std::optional<TimePoint> others;
  TimePoint now = kBegin;
};

const Finding* find(const std::vector<Finding>& findings, std::string_view rule) {
  const auto found = std::ranges::find(findings, rule, &Finding::rule);
  return found == findings.end() ? nullptr : &*found;
}

TEST(JudgeNames, ASteadyHostIsNotAccused) {
  Host host;
  for (int i = 0; i < 300; ++i)
    EXPECT_TRUE(
        host.look({says("one", {"1.2.4.8", "2400:3200::1"}), says("two", {"1.2.4.8", "2400:3200::1"})}).empty());
  EXPECT_EQ(host.known.looks, NameJudgeLimits::kLearning);
}

TEST(JudgeNames, ExpectationsAreHeldInFourModes) {
  const NameAnswer answer = says("one", {"1.1.1.1", "2.2.2.2"}, {"a.cdn.cn"});
  const auto keeps = [&](ExpectMode mode, std::vector<std::string> entries) {
    return as_expected(answer, {.mode = mode, .entries = std::move(entries)});
  };
  EXPECT_TRUE(keeps(ExpectMode::AllExpected, {"1.1.1.1"}));
  EXPECT_FALSE(keeps(ExpectMode::AllExpected, {"1.1.1.1", "3.3.3.3"}));
  EXPECT_TRUE(keeps(ExpectMode::AllAnswers, {"1.1.1.1", "2.2.2.2", "3.3.3.3"}));
  EXPECT_FALSE(keeps(ExpectMode::AllAnswers, {"1.1.1.1"}));
  EXPECT_TRUE(keeps(ExpectMode::Equal, {"2.2.2.2", "1.1.1.1"}));
  EXPECT_FALSE(keeps(ExpectMode::Equal, {"1.1.1.1", "2.2.2.2", "3.3.3.3"}));
  EXPECT_TRUE(keeps(ExpectMode::Overlap, {"3.3.3.3", "1.1.1.1"}));
  EXPECT_FALSE(keeps(ExpectMode::Overlap, {"3.3.3.3"}));
  EXPECT_TRUE(keeps(ExpectMode::Equal, {"a.cdn.cn"})) << "of addresses nothing is said";
  EXPECT_FALSE(keeps(ExpectMode::AllExpected, {"b.cdn.cn", "1.1.1.1"}));
}

TEST(JudgeNames, WhatEveryResolverSaysAgainstExpectationIsGrave) {
  Host host;
  host.expected = ExpectedNames{.mode = ExpectMode::Equal, .entries = {"1.1.1.1"}};
  EXPECT_TRUE(host.look({says("one", {"1.1.1.1"}), says("two", {"1.1.1.1"})}).empty());
  const auto all = host.look({says("one", {"6.6.6.6"}), says("two", {"6.6.6.6"}), fails("three")});
  ASSERT_TRUE(find(all, "dns.unexpected"));
  EXPECT_EQ(find(all, "dns.unexpected")->severity, Severity::High);
  EXPECT_EQ(find(all, "dns.unexpected")->evidence.size(), 2U);
  EXPECT_EQ(find(all, "dns.unexpected")->subject, "www.a.gov.cn");
  const auto some = host.look({says("one", {"1.1.1.1"}), says("two", {"6.6.6.6"})});
  EXPECT_EQ(find(some, "dns.unexpected")->severity, Severity::Medium);
}

TEST(JudgeNames, AResolverAloneWithUnseenAddressesIsSuspected) {
  Host host;
  host.learn({says("one", {"1.2.4.8"}), says("two", {"1.2.4.8"})});
  const auto lied = host.look({says("one", {"1.2.4.8"}), says("two", {"6.6.6.6"})});
  ASSERT_TRUE(find(lied, "dns.resolvers-disagree"));
  EXPECT_EQ(find(lied, "dns.resolvers-disagree")->severity, Severity::Medium);
  EXPECT_EQ(find(lied, "dns.resolvers-disagree")->subject, "www.a.gov.cn>two");
  EXPECT_TRUE(find(host.look({says("one", {"1.2.4.8"}), says("two", {"6.6.6.6"})}), "dns.resolvers-disagree"))
      << "what it lied is not learnt";
  EXPECT_TRUE(host.look({says("one", {"1.2.4.8"}), says("two", {"1.2.4.8"})}).empty());
  for (int i = 0; i < 150; ++i) host.look({says("one", {"1.2.4.8"}), says("two", {"7.7.7.7"})});
  EXPECT_TRUE(host.look({says("one", {"1.2.4.8"}), says("two", {"7.7.7.7"})}).empty()) << "so it stands";
}

TEST(JudgeNames, OneVantageProvesNothing) {
  Host host;
  host.learn({says("one", {"1.2.4.8"})});
  EXPECT_TRUE(host.look({says("one", {"6.6.6.6"})}).empty());
  Host moved;
  moved.learn({says("one", {"1.2.4.8"}), says("two", {"1.2.4.8"})});
  EXPECT_TRUE(moved.look({says("one", {"5.5.5.5"}), says("two", {"6.6.6.6"})}).empty()) << "neither is familiar";
}

TEST(JudgeNames, RotationIsNotAccused) {
  Host behind_alias;
  behind_alias.learn({says("one", {"1.2.4.8"}, {"a.cdn.cn"}), says("two", {"1.2.4.9"}, {"a.cdn.cn"})});
  EXPECT_TRUE(
      behind_alias.look({says("one", {"1.2.4.8"}, {"a.cdn.cn"}), says("two", {"9.9.1.1"}, {"a.cdn.cn"})}).empty());
  Host neighbours;
  neighbours.learn({says("one", {"1.2.4.8"}), says("two", {"1.2.4.8"})});
  EXPECT_TRUE(neighbours.look({says("one", {"1.2.4.8"}), says("two", {"1.2.4.77"})}).empty());
  Host pool;
  for (int i = 0; i < 200; ++i) {
    const std::string last = "." + std::to_string(i);
    EXPECT_TRUE(
        pool.look({says("one", {"20.0.1" + last, "1.1.1.1"}), says("two", {"30.0.1" + last, "1.1.1.1"})}).empty());
  }
  EXPECT_LE(pool.known.addresses.size(), NameLimits::kLearnt);
}

TEST(JudgeNames, AnAliasThatChangedIsToldUntilItStands) {
  Host host;
  const std::vector<NameAnswer> before = {says("one", {"1.2.4.8"}, {"a.cdn.cn", "x.a.cdn.cn"})};
  const std::vector<NameAnswer> after = {says("one", {"1.2.4.8"}, {"b.cdn.cn"})};
  host.learn(before);
  EXPECT_TRUE(host.look({says("one", {"1.2.4.8"}, {"a.cdn.cn", "y.a.cdn.cn"})}).empty())
      << "the network's own business";
  const auto changed = host.look(after);
  ASSERT_TRUE(find(changed, "dns.cname-changed"));
  EXPECT_EQ(find(changed, "dns.cname-changed")->severity, Severity::Low);
  EXPECT_TRUE(find(host.look({says("one", {"1.2.4.8"})}), "dns.cname-changed")) << "no alias is another one, too";
  EXPECT_TRUE(host.look(before).empty());
  for (TimePoint until = host.now + NameJudgeLimits::kSettled; host.now < until;)
    EXPECT_TRUE(find(host.look(after), "dns.cname-changed"));
  EXPECT_TRUE(host.look(after).empty());
  EXPECT_TRUE(find(host.look(before), "dns.cname-changed"));
}

TEST(JudgeNames, NameServersThatChangeWithTheAddressesWeighMore) {
  const auto under = [](std::vector<std::string> servers, std::vector<std::string> addresses) {
    NameAnswer answer = says("one", std::move(addresses));
    answer.servers = std::move(servers);
    return std::vector{answer};
  };
  Host host;
  host.learn(under({"ns1.dns.cn", "ns2.dns.cn"}, {"1.2.4.8"}));
  const auto alone = host.look(under({"ns1.other.cn", "ns2.other.cn"}, {"1.2.4.8"}));
  EXPECT_EQ(find(alone, "dns.name-servers-changed")->severity, Severity::Low);
  for (int i = 0; i < 3; ++i) {
    const auto both = host.look(under({"ns1.other.cn", "ns2.other.cn"}, {"6.6.6.6"}));
    EXPECT_EQ(find(both, "dns.name-servers-changed")->severity, Severity::Medium);
  }
  const auto single = host.look(under({"ns1.dns.cn"}, {"1.2.4.8"}));
  ASSERT_EQ(single.size(), 1U);
  EXPECT_EQ(single[0].rule, "dns.one-name-server");
  EXPECT_EQ(single[0].severity, Severity::Info);
}

TEST(JudgeNames, SilentNameServersAreBelievedOnceOthersAnswered) {
  Host host;
  const std::vector<NameAnswer> silent = {fails("one"), fails("two", NameOutcome::Timeout)};
  host.learn({says("one", {"1.2.4.8"}), says("two", {"1.2.4.8"})});
  host.others = host.now;
  EXPECT_TRUE(host.look(silent).empty());
  EXPECT_TRUE(host.look(silent).empty()) << "nobody was answered since: the line may be cut";
  host.others = host.now;
  const auto told = host.look(silent);
  ASSERT_TRUE(find(told, "dns.name-servers-silent"));
  EXPECT_EQ(find(told, "dns.name-servers-silent")->severity, Severity::High);
  EXPECT_TRUE(host.look({says("one", {"1.2.4.8"}), fails("two")}).empty());
  EXPECT_FALSE(host.known.silent_since);
}

TEST(JudgeNames, TellsPrivateAddressesAndWhatLacks) {
  Host host;
  NameAnswer inside = says("one", {"192.168.1.9"});
  inside.six = NameOutcome::NoData;
  const auto findings = host.look({inside, fails("two")});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_TRUE(find(findings, "dns.private-address"));
  EXPECT_EQ(find(findings, "dns.no-ipv6")->severity, Severity::Info);
  inside.six = NameOutcome::Timeout;
  EXPECT_FALSE(find(host.look({inside}), "dns.no-ipv6")) << "nobody said so";
}

TEST(JudgeNames, TellsIpv6ThatLeadsNowhere) {
  Host host;
  EXPECT_TRUE(host.look({says("one", {"2400:3200::1"})}, SixReach::Reachable).empty());
  const auto found = host.look({says("one", {"2400:3200::1"})}, SixReach::Unreachable);
  ASSERT_TRUE(find(found, kSixUnreachable));
  EXPECT_EQ(find(found, kSixUnreachable)->category, Category::Availability);
}

TEST(JudgeNames, ATtlIsMeasuredOverAWindow) {
  const auto cached = [](std::int64_t ttl) {
    NameAnswer answer = says("one", {"1.2.4.8"});
    answer.ttl = ttl;
    return std::vector{answer};
  };
  Host host;
  for (int i = 0; i < 30; ++i)
    EXPECT_TRUE(host.look(cached(i % 6 == 0 ? 3600 : 10 * i)).empty()) << "caches count down";
  std::vector<Finding> last;
  for (int i = 0; i < NameJudgeLimits::kTtlLooks; ++i) last = host.look(cached(60));
  ASSERT_TRUE(find(last, "dns.ttl-dropped"));
  EXPECT_EQ(find(last, "dns.ttl-dropped")->severity, Severity::Info);
  for (int i = 0; i < NameJudgeLimits::kTtlLooks; ++i) last = host.look(cached(3600));
  EXPECT_TRUE(last.empty());
}

}  // namespace
}  // namespace huabiao::monitor
