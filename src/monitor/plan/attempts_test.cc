#include "monitor/plan/attempts.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

Attempt attempt(Scheme scheme, Outcome outcome, int status = 0) {
  Attempt made;
  made.scheme = scheme;
  made.outcome = outcome;
  made.status = status;
  return made;
}
FetchOutcome fetched(Outcome outcome, int status = 0) {
  FetchOutcome fetch;
  fetch.outcome = outcome;
  fetch.status = status;
  return fetch;
}
VisitRecord record(int number, Outcome https, Outcome http) {
  VisitRecord made;
  made.visit.attempt = number;
  made.fetch = fetched(page_read(http) ? http : https);
  made.attempts = {attempt(Scheme::Https, https), attempt(Scheme::Http, http)};
  return made;
}

}  // namespace

TEST(NextScheme, AsksHttpsThenHttpWhenHttpsGaveNoPage) {
  const Visit visit;
  EXPECT_EQ(next_scheme(visit, {}), Scheme::Https);
  for (const Outcome outcome : {Outcome::ConnectRefused, Outcome::TlsFailure, Outcome::HttpError, Outcome::Timeout,
                                Outcome::Reset, Outcome::Empty, Outcome::SoftNotFound, Outcome::RefusedAddress}) {
    const Attempt one[] = {attempt(Scheme::Https, outcome)};
    EXPECT_EQ(next_scheme(visit, one), Scheme::Http) << to_string(outcome);
  }
  const Attempt both[] = {attempt(Scheme::Https, Outcome::Reset), attempt(Scheme::Http, Outcome::Reset)};
  EXPECT_FALSE(next_scheme(visit, both).has_value());
}

TEST(NextScheme, StopsAtAPageAndAtANameThatLeadsNowhere) {
  for (const Outcome outcome : {Outcome::Ok, Outcome::OkWithFaults, Outcome::DnsNoSuchName, Outcome::DnsNoAddress,
                                Outcome::DnsFailure, Outcome::BadUrl}) {
    const Attempt one[] = {attempt(Scheme::Https, outcome)};
    EXPECT_FALSE(next_scheme({}, one).has_value()) << to_string(outcome);
  }
  const Attempt redirected[] = {attempt(Scheme::Https, Outcome::DnsNoSuchName, 302)};
  EXPECT_EQ(next_scheme({}, redirected), Scheme::Http);
}

TEST(NextScheme, AnAddressThatNamesItsSchemeIsAskedByThatAlone) {
  Visit visit;
  visit.only = Scheme::Http;
  EXPECT_EQ(next_scheme(visit, {}), Scheme::Http);
  const Attempt one[] = {attempt(Scheme::Http, Outcome::Reset)};
  EXPECT_FALSE(next_scheme(visit, one).has_value());
}

TEST(UrlOf, WritesPortsAndIpv6AsUrlsDo) {
  Visit visit;
  visit.host = "www.a.cn";
  EXPECT_EQ(url_of(visit, Scheme::Https), "https://www.a.cn/");
  visit.port = 8080;
  visit.path = "/x?y";
  EXPECT_EQ(url_of(visit, Scheme::Http), "http://www.a.cn:8080/x?y");
  visit.host = "2400:3200::1";
  EXPECT_EQ(url_of(visit, Scheme::Http), "http://[2400:3200::1]:8080/x?y");
}

TEST(CountsInstead, APageBeatsAnAnswerAndAnAnswerBeatsNone) {
  EXPECT_TRUE(counts_instead(fetched(Outcome::Ok), fetched(Outcome::HttpError, 404)));
  EXPECT_TRUE(counts_instead(fetched(Outcome::HttpError, 404), fetched(Outcome::ConnectRefused)));
  EXPECT_TRUE(counts_instead(fetched(Outcome::ConnectRefused), fetched(Outcome::NotVisited)));
  EXPECT_FALSE(counts_instead(fetched(Outcome::Reset), fetched(Outcome::ConnectRefused)));
  EXPECT_FALSE(counts_instead(fetched(Outcome::HttpError, 500), fetched(Outcome::HttpError, 404)));
}

TEST(OwedSecondAttempt, OnlyAFirstAttemptWithoutAPageThatMayPass) {
  EXPECT_TRUE(owed_second_attempt(record(1, Outcome::ConnectRefused, Outcome::Reset)));
  EXPECT_FALSE(owed_second_attempt(record(2, Outcome::ConnectRefused, Outcome::Reset)));
  EXPECT_FALSE(owed_second_attempt(record(1, Outcome::ConnectRefused, Outcome::Ok)));
  EXPECT_FALSE(owed_second_attempt(record(1, Outcome::SoftNotFound, Outcome::SoftNotFound)));
}

TEST(Joined, KeepsAllAttemptsAndTheNewerTruth) {
  const VisitRecord row = joined(record(1, Outcome::Reset, Outcome::Reset), record(2, Outcome::Reset, Outcome::Ok));
  EXPECT_EQ(row.fetch.outcome, Outcome::Ok);
  EXPECT_EQ(row.attempts.size(), 4U);
  EXPECT_EQ(row.visit.attempt, 2);
}

TEST(Joined, ASecondLookThatWasNeverMadeChangesNothing) {
  VisitRecord never;
  never.visit.attempt = 2;
  never.fetch.outcome = Outcome::NotVisited;
  const VisitRecord row = joined(record(1, Outcome::Reset, Outcome::Reset), never);
  EXPECT_EQ(row.fetch.outcome, Outcome::Reset);
  EXPECT_EQ(row.visit.attempt, 1);
  EXPECT_EQ(row.attempts.size(), 2U);
}

}  // namespace huabiao::monitor
