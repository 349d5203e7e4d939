#include "monitor/registration/whois.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr Millis kShanghai = std::chrono::hours(8);

TEST(Whois, ReadsARecordOfCnnicsForm) {
  const WhoisReading reading = read_whois(
      "Domain Name: hebei-example.gov.cn\nROID: 20030312s10001s00055047-cn\nDomain Status: clientUpdateProhibited\n"
      "Domain Status: clientTransferProhibited\nRegistrant: 某某单位\nRegistrant Contact Email: someone@example.cn\n"
      "Sponsoring Registrar: 某注册商（北京）有限公司\nName Server: ns2.example.cn\nName Server: ns1.example.cn\n"
      "Registration Time: 2003-03-17 12:20:05\nExpiration Time: 2028-03-17 12:48:36\nDNSSEC: unsigned\n",
      "hebei-example.gov.cn", kShanghai);
  ASSERT_EQ(reading.outcome, RegistrationOutcome::Registered);
  EXPECT_EQ(to_iso(*reading.said.expires), "2028-03-17T04:48:36.000Z");
  EXPECT_EQ(to_iso(*reading.said.registered), "2003-03-17T04:20:05.000Z");
  EXPECT_EQ(reading.said.statuses, (std::vector<std::string>{"clientTransferProhibited", "clientUpdateProhibited"}));
  EXPECT_EQ(reading.said.servers, (std::vector<std::string>{"ns1.example.cn", "ns2.example.cn"}));
  EXPECT_EQ(reading.said.registrar, "某注册商（北京）有限公司");
}

TEST(Whois, ReadsARecordOfVerisignsForm) {
  const WhoisReading reading = read_whois(
      "   Domain Name: EXAMPLE.COM\r\n   Registry Domain ID: 1_DOMAIN_COM-VRSN\r\n   Registrar WHOIS Server: "
      "whois.iana.org\r\n"
      "   Registrar URL: http://res-dom.iana.org\r\n   Updated Date: 2026-08-14T07:01:44Z\r\n"
      "   Creation Date: 1995-08-14T04:00:00Z\r\n   Registry Expiry Date: 2027-08-13T04:00:00Z\r\n"
      "   Registrar: RESERVED-Internet Assigned Numbers Authority\r\n"
      "   Domain Status: clientHold https://icann.org/epp#clientHold\r\n   Name Server: A.IANA-SERVERS.NET\r\n"
      ">>> Last update of whois database: 2026-11-23T00:00:00Z <<<\r\n\r\n"
      "NOTICE: The expiration date displayed in this record is the date the registrar's sponsorship expires.\r\n",
      "example.com", Millis(0));
  ASSERT_EQ(reading.outcome, RegistrationOutcome::Registered);
  EXPECT_EQ(to_iso(*reading.said.expires), "2027-08-13T04:00:00.000Z");
  EXPECT_EQ(to_iso(*reading.said.changed), "2026-08-14T07:01:44.000Z");
  EXPECT_EQ(reading.said.statuses, std::vector<std::string>{"clientHold"});
  EXPECT_EQ(reading.said.servers, std::vector<std::string>{"a.iana-servers.net"});
  EXPECT_EQ(reading.said.registrar, "RESERVED-Internet Assigned Numbers Authority");
}

TEST(Whois, KnowsWhatIsNoRecord) {
  using enum RegistrationOutcome;
  const auto outcome = [](std::string_view text) { return read_whois(text, "a.cn", {}).outcome; };
  EXPECT_EQ(outcome("No matching record.\r\n"), NotFound);
  EXPECT_EQ(outcome("No match for \"A.CN\".\r\n>>> Last update ...\r\n"), NotFound);
  EXPECT_EQ(outcome("Domain not found.\r\n"), NotFound);
  EXPECT_EQ(outcome("The domain you requested was not found, or is reserved: can not be registered online\n"),
            NotFound);
  EXPECT_EQ(outcome("Domain: a.cn\nStatus: free\n"), NotFound);
  EXPECT_EQ(outcome("Queried interval is too short.\r\n"), RateLimited);
  EXPECT_EQ(outcome("% IP address query rate limit exceeded\nWHOIS LIMIT EXCEEDED - SEE WWW.PIR.ORG\n"), RateLimited);
  EXPECT_EQ(outcome("Access denied.\n"), Refused);
  EXPECT_EQ(outcome("hello\n"), BadAnswer);
  EXPECT_EQ(outcome(""), BadAnswer);
}

TEST(Whois, AnAnswerAboutAnotherDomainIsNone) {
  const WhoisReading reading =
      read_whois("Domain Name: b.cn\nExpiration Time: 2020-01-01 00:00:00\nDomain Status: pendingDelete\n", "a.cn", {});
  EXPECT_EQ(reading.outcome, RegistrationOutcome::BadAnswer);
  EXPECT_EQ(reading.said, Registration());
  EXPECT_EQ(reading.reason, "an answer about b.cn");
}

TEST(Whois, ARecordIsNotOverruledByItsNotices) {
  EXPECT_EQ(
      read_whois("Domain Name: a.cn\nExpiration Time: 2030-01-01 00:00:00\nYou have exceeded nothing; not found.\n",
                 "a.cn", {})
          .outcome,
      RegistrationOutcome::Registered);
}

TEST(Whois, ReadsSoManyLinesAndNoMore) {
  std::string text;
  for (std::size_t i = 0; i < RegistrationLimits::kLines; ++i) text += "x\n";
  EXPECT_EQ(read_whois(text + "Domain Name: a.cn\nExpiration Time: 2030-01-01\n", "a.cn", {}).outcome,
            RegistrationOutcome::BadAnswer);
}

TEST(Whois, AsksOneLine) {
  EXPECT_EQ(whois_question("{}", "a.cn"), "a.cn\r\n");
  EXPECT_EQ(whois_question("domain {}", "a.com"), "domain a.com\r\n");
}

}  // namespace
}  // namespace huabiao::monitor
