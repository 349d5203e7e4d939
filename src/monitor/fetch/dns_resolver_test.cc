#include "monitor/fetch/dns_resolver.h"

#include <atomic>
#include <gtest/gtest.h>

#include "support/played_resolver.h"

namespace huabiao::monitor::fetch {
namespace {

using namespace played;  // NOLINT(google-build-using-namespace): packets, spelt out
using What = Resolved::What;

constexpr DnsLimits kSoon{.answer = Millis(300), .control = Millis(300), .control_keep = Millis(5'000)};

std::string address(std::string_view question) {
  if (type_of(question) != kA) return reply(question, kGood, {});
  return reply(question, kGood, {record("www.a.gov.cn", kA, 60, {"\x01\x02\x04\x08", 4})});
}
std::string silence(std::string_view /*question*/) {
  return {};
}
// Sick for hosts, well for a top level domain.
Play sick(const Play& for_hosts) {
  return [for_hosts](std::string_view question) {
    return type_of(question) == kNs ? reply(question, kGood, {record("cn", kNs, 900, wire("a.dns.cn"))})
                                    : for_hosts(question);
  };
}

class Asked {
 public:
  explicit Asked(const std::vector<ResolverAddress>& servers)
      : resolver_(DnsResolver::create(loop_, kSoon, servers).value()) {}
  // All at once.
  std::vector<Resolved> ask(const std::vector<std::string>& hosts) {
    std::vector<Resolved> told(hosts.size());
    std::size_t open = hosts.size();
    for (std::size_t i = 0; i < hosts.size(); ++i)
      resolver_->resolve(hosts[i], [&told, &open, i](const Resolved& answer) {
        told[i] = answer;
        --open;
      });
    while (open > 0) loop_.run_once(Millis(50));
    return told;
  }

 private:
  loop::EventLoop loop_;
  std::unique_ptr<DnsResolver> resolver_;
};

TEST(DnsResolver, AsksTheServersItWasGivenAndKeepsTheirAnswer) {
  std::atomic<int> asked = 0;
  const Played server([&asked](std::string_view question) {
    ++asked;
    return address(question);
  });
  Asked resolver({server.address()});
  const Resolved first = resolver.ask({"www.a.gov.cn"})[0];
  EXPECT_EQ(first.addresses, std::vector<std::string>{"1.2.4.8"});
  EXPECT_FALSE(first.kept);
  const int before = asked;
  EXPECT_TRUE(resolver.ask({"www.a.gov.cn"})[0].kept);
  EXPECT_EQ(asked, before);
}

TEST(DnsResolver, ThatAnswersOnlyTheControlQuestionMeansASickName) {
  for (const Play& play : {Play(silence), Play([](std::string_view q) { return reply(q, kFailed, {}); })}) {
    const Played server(sick(play));
    EXPECT_EQ(Asked({server.address()}).ask({"www.a.gov.cn"})[0].what, What::Failure);
  }
}

TEST(DnsResolver, ThatAnswersNothingAtAllIsSilent) {
  for (const Play& play : {Play(silence), Play([](std::string_view q) { return reply(q, kFailed, {}); })}) {
    const Played one(play), other(play);
    for (const Resolved& told : Asked({one.address(), other.address()}).ask({"www.a.gov.cn", "www.b.gov.cn"}))
      EXPECT_EQ(told.what, What::Silent);
  }
}

TEST(DnsResolver, OneOfTwoThatAnswersIsEnough) {
  const Played dead(silence), well(address);
  EXPECT_EQ(Asked({well.address(), dead.address()}).ask({"www.a.gov.cn"})[0].what, What::Addresses);
}

TEST(DnsResolver, AnAnswerForAnotherNameMeanwhileMeansASickName) {
  // No control question is answered, as where a resolver knows its own zones only.
  const Played server([](std::string_view question) {
    if (type_of(question) == kNs || question.find("sick") != std::string_view::npos) return std::string();
    return address(question);
  });
  const auto told = Asked({server.address()}).ask({"www.sick.gov.cn", "www.a.gov.cn"});
  EXPECT_EQ(told[0].what, What::Failure);
  EXPECT_EQ(told[1].what, What::Addresses);
}

TEST(DnsResolver, ThatComesBackIsHeardAgain) {
  std::atomic<bool> dead = true;
  const Played server([&dead](std::string_view question) { return dead ? std::string() : address(question); });
  Asked resolver({server.address()});
  EXPECT_EQ(resolver.ask({"www.a.gov.cn"})[0].what, What::Silent);
  dead = false;
  EXPECT_EQ(resolver.ask({"www.a.gov.cn"})[0].what, What::Addresses);
}

}  // namespace
}  // namespace huabiao::monitor::fetch
