#include "monitor/fetch/name_asker.h"

#include <array>
#include <atomic>
#include <gtest/gtest.h>

#include "support/played_resolver.h"

namespace huabiao::monitor::fetch {
namespace {

using namespace played;  // NOLINT(google-build-using-namespace): packets, spelt out

std::string honest(std::string_view question) {
  const std::string_view six("\x24\x00\x32\x00\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
  const std::string alias = record("www.a.gov.cn", kCname, 300, wire("A.CDN.example.cn"));
  switch (type_of(question)) {
    case kA:
      return reply(question, kGood,
                   {alias, record("a.cdn.example.cn", kA, 60, {"\x09\x08\x07\x06", 4}),
                    record("a.cdn.example.cn", kA, 90, {"\x01\x02\x04\x08", 4})});
    case kAaaa:
      return reply(question, kGood, {alias, record("a.cdn.example.cn", kAaaa, 120, six)});
    default:
      return reply(
          question, kGood,
          {record("a.gov.cn", kNs, 900, wire("NS2.dns.cn")), record("a.gov.cn", kNs, 900, wire("ns1.dns.cn"))});
  }
}

NameFacts ask(std::vector<ResolverAddress> resolvers, const std::string& host = "www.a.gov.cn") {
  loop::EventLoop loop;
  const auto asker =
      NameAsker::create(loop, std::move(resolvers), {.answer = Millis(1'500), .first_try = Millis(200)}).value();
  std::optional<NameFacts> told;
  asker->ask(host, "a.gov.cn", [&](NameFacts facts) { told = std::move(facts); });
  while (!told) loop.run_once(Millis(100));
  return *std::move(told);
}

TEST(NameAsker, AsksEachResolverByItself) {
  const Played one(honest), silent([](std::string_view) { return std::string(); });
  const Played failing([](std::string_view question) { return reply(question, kFailed, {}); });
  const NameFacts facts = ask({one.address(), silent.address(), failing.address()});
  EXPECT_EQ(facts.zone, "a.gov.cn");
  ASSERT_EQ(facts.answers.size(), 3U);
  const NameAnswer& good = facts.answers[0];
  EXPECT_EQ(good.resolver, one.address().name());
  EXPECT_EQ(good.addresses, (std::vector<std::string>{"1.2.4.8", "2400:3200::1", "9.8.7.6"}));
  EXPECT_EQ(good.aliases, std::vector<std::string>{"a.cdn.example.cn"});
  EXPECT_EQ(good.servers, (std::vector<std::string>{"ns1.dns.cn", "ns2.dns.cn"}));
  EXPECT_EQ(good.ttl, 60);
  EXPECT_EQ(good.zone, NameOutcome::Answered);
  EXPECT_EQ(facts.answers[1].four, NameOutcome::Timeout);
  EXPECT_EQ(facts.answers[1].zone, NameOutcome::Timeout);
  EXPECT_EQ(facts.answers[2].four, NameOutcome::ServerFailure);
  EXPECT_EQ(facts.answers[2].six, NameOutcome::ServerFailure);
  EXPECT_EQ(facts.answers[2].zone, NameOutcome::ServerFailure);
}

TEST(NameAsker, TellsWhatIsNotThere) {
  const Played none([](std::string_view question) { return reply(question, kNoName, {}); });
  const Played empty([](std::string_view question) { return reply(question, kGood, {}); });
  const Played refusing([](std::string_view question) { return reply(question, kRefused, {}); });
  const NameFacts facts = ask({none.address(), empty.address(), refusing.address()});
  EXPECT_EQ(facts.answers[0].four, NameOutcome::NoSuchName);
  EXPECT_EQ(facts.answers[1].four, NameOutcome::NoData);
  EXPECT_EQ(facts.answers[1].zone, NameOutcome::NoData);
  EXPECT_EQ(facts.answers[2].six, NameOutcome::Refused);
}

TEST(NameAsker, SurvivesNoiseAndLoopsOfAliases) {
  std::atomic<unsigned> turn = 0;
  const Played noisy([&turn](std::string_view question) {
    std::string out = honest(question);
    for (std::size_t i = 2; i < out.size(); ++i)
      if ((i * 7 + ++turn) % 5 == 0) out[i] = static_cast<char>(turn * 31 + i);
    return out;
  });
  const Played circular([](std::string_view question) {
    if (type_of(question) != kA) return reply(question, kGood, {});
    return reply(
        question, kGood,
        {record("www.a.gov.cn", kCname, 60, wire("b.gov.cn")), record("b.gov.cn", kCname, 60, wire("www.a.gov.cn")),
         record("b.gov.cn", kA, 60, {"\x01\x02\x04\x08", 4})});
  });
  const Played many([](std::string_view question) {
    std::vector<std::string> records;
    for (int i = 0; i < 12 && type_of(question) == kA; ++i)
      records.push_back(record("www.a.gov.cn", kA, 60, std::string{1, 2, 4, static_cast<char>(i)}));
    return reply(question, kGood, records);
  });
  const NameFacts facts = ask({noisy.address(), circular.address(), many.address()});
  EXPECT_LE(facts.answers[1].aliases.size(), NameLimits::kAliases);
  EXPECT_EQ(facts.answers[2].addresses.size(), 12U);
}

}  // namespace
}  // namespace huabiao::monitor::fetch
