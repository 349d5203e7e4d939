#include "monitor/fetch/fetch_machine.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "web/ip_range.h"

namespace huabiao::monitor::fetch {
namespace {

constexpr const char* kPublic = "8.8.4.4";
constexpr const char* kOtherPublic = "1.1.1.1";

FetchMachine machine(const FetchLimits& limits = {}) {
  return FetchMachine(limits, std::nullopt, NamesBy::Us);
}
FetchMachine lab_machine() {
  return FetchMachine({}, *LabAllowance::parse("127.0.0.1:8080:8443"), NamesBy::Nobody);
}

Resolved found(std::vector<std::string> addresses) {
  return {Resolved::What::Addresses, std::move(addresses), "ok"};
}
TransferEnd answered(int status, std::string location = {}) {
  return {.ending = Ending::Complete, .status = status, .location = std::move(location)};
}
TransferEnd failed(Ending ending) {
  return {.ending = ending, .detail = "told by the driver"};
}

Outcome outcome_of(const FetchStep& step) {
  const auto* finished = std::get_if<Finished>(&step);
  return finished != nullptr ? finished->outcome : Outcome::NotVisited;
}

}  // namespace

TEST(FetchMachine, ResolvesConnectsAndEnds) {
  FetchMachine m = machine();
  const auto resolve = m.begin("https://www.example.gov.cn/a?b#c");
  ASSERT_TRUE(std::holds_alternative<Resolve>(resolve));
  EXPECT_EQ(std::get<Resolve>(resolve).host, "www.example.gov.cn");
  const auto transfer = m.on(found({kPublic}), Millis(20));
  ASSERT_TRUE(std::holds_alternative<Transfer>(transfer));
  EXPECT_EQ(std::get<Transfer>(transfer).address, kPublic);
  EXPECT_EQ(std::get<Transfer>(transfer).port, 443);
  EXPECT_EQ(std::get<Transfer>(transfer).time_left, Millis(14'980));
  EXPECT_EQ(outcome_of(m.on(answered(200), Millis(100))), Outcome::Ok);
  ASSERT_EQ(m.chain().size(), 1U);
  EXPECT_EQ(m.chain()[0].url, "https://www.example.gov.cn/a?b");
  EXPECT_EQ(m.chain()[0].address, kPublic);
}

TEST(FetchMachine, RefusesWhatIsNoAddressOfTheWeb) {
  for (const char* url : {"", "ftp://example.gov.cn/", "https://", "https://exa mple.gov.cn/", "javascript:alert(1)"})
    EXPECT_EQ(outcome_of(machine().begin(url)), Outcome::BadUrl) << url;
}

TEST(FetchMachine, NeverSendsANameAndPasswordOfTheAddress) {
  FetchMachine m = machine();
  (void)m.begin("https://user:secret@www.example.gov.cn/");
  const auto step = m.on(found({kPublic}), Millis(0));
  EXPECT_EQ(std::get<Transfer>(step).url.to_string(), "https://www.example.gov.cn/");
}

TEST(FetchMachine, RefusesEveryNonPublicAddressWrittenAsOne) {
  for (const char* host :
       {"127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433", "localhost", "api.localhost"})
    EXPECT_EQ(outcome_of(machine().begin(std::string("http://") + host + "/")), Outcome::RefusedAddress) << host;
}

TEST(FetchMachine, RefusesANameAsSoonAsOneOfItsAddressesIsNotPublic) {
  FetchMachine m = machine();
  (void)m.begin("http://rebind.example.cn/");
  const auto step = m.on(found({kPublic, "10.0.0.1"}), Millis(1));
  EXPECT_EQ(outcome_of(step), Outcome::RefusedAddress);
  EXPECT_EQ(m.address(), "10.0.0.1");
}

TEST(FetchMachine, TellsTheThreeWaysANameFails) {
  const std::pair<Resolved::What, Outcome> cases[] = {{Resolved::What::NoSuchName, Outcome::DnsNoSuchName},
                                                      {Resolved::What::NoAddress, Outcome::DnsNoAddress},
                                                      {Resolved::What::Failure, Outcome::DnsFailure},
                                                      {Resolved::What::Silent, Outcome::NotVisited}};
  for (const auto& [what, outcome] : cases) {
    FetchMachine m = machine();
    (void)m.begin("http://www.example.cn/");
    EXPECT_EQ(outcome_of(m.on(Resolved{what, {}, "x"}, Millis(1))), outcome);
  }
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/");
  EXPECT_EQ(outcome_of(m.on(found({}), Millis(1))), Outcome::DnsNoAddress);
}

TEST(FetchMachine, TriesAnotherAddressWhenOneDoesNotConnect) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/");
  const auto first = m.on(found({"2400:3200::1", kPublic, kOtherPublic}), Millis(0));
  EXPECT_EQ(std::get<Transfer>(first).address, kPublic) << "IPv4 goes first";
  EXPECT_LT(std::get<Transfer>(first).connect_time, FetchLimits().connect);
  const auto second = m.on(failed(Ending::ConnectTimeout), Millis(3'000));
  EXPECT_EQ(std::get<Transfer>(second).address, kOtherPublic);
  const auto third = m.on(failed(Ending::Unreachable), Millis(3'001));
  EXPECT_EQ(std::get<Transfer>(third).address, "2400:3200::1");
  EXPECT_EQ(outcome_of(m.on(failed(Ending::ConnectRefused), Millis(3'002))), Outcome::ConnectRefused);
}

TEST(FetchMachine, DoesNotTryAnotherAddressOnceOneAnswered) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/");
  (void)m.on(found({kPublic, kOtherPublic}), Millis(0));
  EXPECT_EQ(outcome_of(m.on(failed(Ending::Reset), Millis(10))), Outcome::Reset);
}

TEST(FetchMachine, NamesEveryEndingWithAReason) {
  const std::pair<TransferEnd, Outcome> cases[] = {
      {failed(Ending::ConnectRefused), Outcome::ConnectRefused},
      {failed(Ending::Unreachable), Outcome::ConnectTimeout},
      {failed(Ending::ConnectTimeout), Outcome::ConnectTimeout},
      {failed(Ending::TlsFailure), Outcome::TlsFailure},
      {failed(Ending::Timeout), Outcome::Timeout},
      {failed(Ending::Reset), Outcome::Reset},
      {failed(Ending::NotHttp), Outcome::HttpError},
      {failed(Ending::HeaderLimit), Outcome::HttpError},
      {failed(Ending::WrongAddress), Outcome::RefusedAddress},
      {failed(Ending::Failure), Outcome::Reset},
      {answered(404), Outcome::HttpError},
      {answered(503), Outcome::HttpError},
      {answered(304), Outcome::HttpError},
      {answered(302), Outcome::HttpError},
      {{.ending = Ending::BrokenEncoding, .status = 200}, Outcome::HttpError},
      {{.ending = Ending::Complete, .status = 204, .body_empty = true}, Outcome::Empty},
  };
  for (const auto& [end, outcome] : cases) {
    FetchMachine m = machine();
    (void)m.begin("http://www.example.cn/");
    (void)m.on(found({kPublic}), Millis(0));
    const auto step = m.on(end, Millis(1));
    ASSERT_TRUE(std::holds_alternative<Finished>(step));
    EXPECT_EQ(outcome_of(step), outcome);
    EXPECT_FALSE(std::get<Finished>(step).reason.empty());
  }
}

TEST(FetchMachine, APageCutAtTheLimitIsAPage) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/");
  (void)m.on(found({kPublic}), Millis(0));
  EXPECT_EQ(outcome_of(m.on({.ending = Ending::BodyLimit, .status = 200}, Millis(1))), Outcome::Ok);
}

TEST(FetchMachine, ChecksTheAddressAgainAtEachRedirect) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/");
  (void)m.on(found({kPublic}), Millis(0));
  const auto follow = m.on(answered(302, "//inner.example.cn/x"), Millis(5));
  ASSERT_TRUE(std::holds_alternative<Follow>(follow));
  EXPECT_EQ(std::get<Follow>(follow).url, "http://inner.example.cn/x");
  EXPECT_TRUE(std::holds_alternative<Resolve>(m.follow(Millis(5))));
  EXPECT_EQ(outcome_of(m.on(found({"192.168.3.4"}), Millis(6))), Outcome::RefusedAddress);

  FetchMachine literal = machine();
  (void)literal.begin("http://www.example.cn/");
  (void)literal.on(found({kPublic}), Millis(0));
  (void)literal.on(answered(301, "http://169.254.169.254/latest/"), Millis(5));
  EXPECT_EQ(outcome_of(literal.follow(Millis(5))), Outcome::RefusedAddress);
}

TEST(FetchMachine, FindsALoopBackToAnyAddressAskedBefore) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/a");
  (void)m.on(found({kPublic}), Millis(0));
  (void)m.on(answered(302, "/b"), Millis(1));
  (void)m.follow(Millis(1));
  (void)m.on(found({kPublic}), Millis(1));
  EXPECT_EQ(outcome_of(m.on(answered(302, "/a#again"), Millis(2))), Outcome::RedirectLoop);
}

TEST(FetchMachine, FollowsFiveRedirectsAndNotASixth) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/0");
  for (int i = 1; i <= 6; ++i) {
    (void)m.on(found({kPublic}), Millis(0));
    const auto step = m.on(answered(302, "/" + std::to_string(i)), Millis(0));
    if (i <= 5) {
      ASSERT_TRUE(std::holds_alternative<Follow>(step)) << i;
      (void)m.follow(Millis(0));
    } else {
      EXPECT_EQ(outcome_of(step), Outcome::TooManyRedirects);
    }
  }
  EXPECT_EQ(m.chain().size(), 6U);
}

TEST(FetchMachine, FollowsARedirectWhoseBodyWasCutOff) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/");
  (void)m.on(found({kPublic}), Millis(0));
  const TransferEnd cut{.ending = Ending::Reset, .status = 301, .location = "https://www.example.cn/"};
  EXPECT_TRUE(std::holds_alternative<Follow>(m.on(cut, Millis(1))));
}

TEST(FetchMachine, RefusesARedirectThatLeadsNowhere) {
  for (const std::string& location : {std::string("javascript:alert(1)"), std::string("http://"),
                                      std::string("mailto:a@b.cn"), std::string(9000, 'a')}) {
    FetchMachine m = machine();
    (void)m.begin("http://www.example.cn/");
    (void)m.on(found({kPublic}), Millis(0));
    EXPECT_EQ(outcome_of(m.on(answered(302, location), Millis(1))), Outcome::BadUrl) << location.substr(0, 40);
  }
}

TEST(FetchMachine, TimeIsOneBudgetForAllRedirects) {
  FetchMachine m = machine();
  (void)m.begin("http://www.example.cn/");
  (void)m.on(found({kPublic}), Millis(0));
  (void)m.on(answered(302, "/next"), Millis(14'000));
  (void)m.follow(Millis(14'000));
  const auto step = m.on(found({kPublic}), Millis(14'500));
  EXPECT_EQ(std::get<Transfer>(step).time_left, Millis(500));
  (void)m.on(answered(302, "/over"), Millis(14'990));
  (void)m.follow(Millis(14'990));
  EXPECT_EQ(outcome_of(m.on(found({kPublic}), Millis(15'000))), Outcome::Timeout);
}

TEST(FetchMachine, InTheLabEveryHostLiesAtTheOneServer) {
  FetchMachine m = lab_machine();
  const auto step = m.begin("https://www.example.gov.cn/");
  ASSERT_TRUE(std::holds_alternative<Transfer>(step));
  EXPECT_EQ(std::get<Transfer>(step).address, "127.0.0.1");
  EXPECT_EQ(std::get<Transfer>(step).port, 8443);
  (void)m.on(answered(302, "http://other.example.cn:9999/"), Millis(1));
  const auto next = m.follow(Millis(1));
  EXPECT_EQ(std::get<Transfer>(next).port, 8080);
}

TEST(FetchMachine, TheLabIsNoWayToAPrivateAddressWrittenAsOne) {
  EXPECT_EQ(outcome_of(lab_machine().begin("http://10.0.0.1/")), Outcome::RefusedAddress);
  EXPECT_EQ(outcome_of(lab_machine().begin("http://127.0.0.1/")), Outcome::RefusedAddress);
}

TEST(FetchMachine, BehindAProxyNamesAreTheProxysBusinessButWrittenAddressesAreNot) {
  FetchMachine m({}, std::nullopt, NamesBy::Proxy);
  const auto step = m.begin("http://www.example.cn/");
  ASSERT_TRUE(std::holds_alternative<Transfer>(step));
  EXPECT_TRUE(std::get<Transfer>(step).address.empty());
  EXPECT_EQ(outcome_of(FetchMachine({}, std::nullopt, NamesBy::Proxy).begin("http://10.0.0.1/")),
            Outcome::RefusedAddress);
}

// Whatever the net says, the machine ends, stays within its budget of requests, and never names a non-public address to
// connect to.
RC_GTEST_PROP(FetchMachineProperty, AlwaysEndsAndConnectsToPublicAddressesOnly, ()) {
  static const std::vector<std::string> kAddresses = {"8.8.4.4",      "1.1.1.1",         "10.0.0.1", "127.0.0.1", "::1",
                                                      "2400:3200::1", "::ffff:10.0.0.1", "garbage",  ""};
  static const std::vector<std::string> kLocations = {
      "",  "/",  "/a", "//b.example.cn/", "http://127.0.0.1/",      "https:",
      "?", "..", "#x", "http://[::1]/",   "http://c.example.cn:81/"};
  FetchMachine m = machine();
  int elapsed = 0, transfers = 0, steps = 0;
  FetchStep step = m.begin("http://a.example.cn/");
  while (!std::holds_alternative<Finished>(step)) {
    RC_ASSERT(++steps < 100);
    elapsed += *rc::gen::inRange(0, 2'000);
    if (std::holds_alternative<Resolve>(step)) {
      const auto what = static_cast<Resolved::What>(*rc::gen::weightedElement<int>({{9, 0}, {1, 1}, {1, 2}, {1, 3}}));
      step = m.on(Resolved{what, *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kAddresses)), ""},
                  Millis(elapsed));
    } else if (auto* transfer = std::get_if<Transfer>(&step)) {
      ++transfers;
      RC_ASSERT(web::is_public(transfer->address));
      RC_ASSERT(transfer->time_left > Millis(0));
      RC_ASSERT(transfer->connect_time <= transfer->time_left);
      const auto ending = static_cast<Ending>(*rc::gen::inRange(0, static_cast<int>(Ending::Failure) + 1));
      const int status = *rc::gen::element(0, 200, 204, 301, 302, 307, 404, 500, 999);
      step = m.on(TransferEnd{.ending = ending, .status = status, .location = *rc::gen::elementOf(kLocations)},
                  Millis(elapsed));
    } else {
      step = m.follow(Millis(elapsed));
    }
  }
  const FetchLimits limits;
  RC_ASSERT(transfers <= static_cast<int>(limits.addresses) * (limits.redirects + 1));
  RC_ASSERT(static_cast<int>(m.chain().size()) <= transfers);
  const auto& finished = std::get<Finished>(step);
  RC_ASSERT(finished.outcome == Outcome::Ok || !finished.reason.empty());
}

}  // namespace huabiao::monitor::fetch
