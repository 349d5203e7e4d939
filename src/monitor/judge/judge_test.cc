#include "monitor/judge/judge.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

const TimePoint kNow = from_iso("2026-11-22T00:00:00.000Z").value();

VisitRecord row(std::string host, Outcome outcome, int attempt = 1, int status = 0) {
  VisitRecord record;
  record.visit.host = host;
  record.visit.attempt = attempt;
  record.fetch.outcome = outcome;
  record.fetch.status = status;
  record.fetch.asked_url = record.fetch.final_url = "https://" + host + "/";
  record.attempts.push_back({.scheme = Scheme::Https,
                             .number = attempt,
                             .asked_url = record.fetch.asked_url,
                             .outcome = outcome,
                             .status = status,
                             .reason = "r",
                             .address = {},
                             .timing = {},
                             .at = kNow});
  return record;
}

SiteVerdict verdict(const std::vector<VisitRecord>& rows) {
  return judge({.site_key = "1", .rows = rows, .now = kNow});
}

bool has(const SiteVerdict& verdict, std::string_view rule) {
  return std::ranges::any_of(verdict.findings, [&](const Finding& finding) { return finding.rule == rule; });
}

TEST(Judge, AnOutageNeedsASecondAttempt) {
  EXPECT_EQ(verdict({row("a.gov.cn", Outcome::Timeout)}).state, SiteState::Unknown);
  EXPECT_TRUE(verdict({row("a.gov.cn", Outcome::Timeout)}).findings.empty());
  const auto twice = verdict({row("a.gov.cn", Outcome::Timeout), row("a.gov.cn", Outcome::Timeout, 2)});
  EXPECT_EQ(twice.state, SiteState::Down);
  EXPECT_TRUE(has(twice, "availability.timeout"));
  const auto mended = verdict({row("a.gov.cn", Outcome::Timeout), row("a.gov.cn", Outcome::Ok, 2)});
  EXPECT_EQ(mended.state, SiteState::Up);
  EXPECT_FALSE(has(mended, "availability.timeout"));
}

TEST(Judge, TwoViewsThatDifferAreToldAndNoOutage) {
  VisitRecord seen = row("a.gov.cn", Outcome::Ok, 2);
  seen.vantage = seen.attempts[0].vantage = "east";
  seen.attempts.insert(seen.attempts.begin(), row("a.gov.cn", Outcome::ConnectTimeout).attempts[0]);
  const auto differs = verdict({seen});
  EXPECT_EQ(differs.state, SiteState::Up);
  ASSERT_TRUE(has(differs, "availability.not-from-everywhere"));
  EXPECT_EQ(differs.findings[0].severity, Severity::Low);
  EXPECT_EQ(differs.findings[0].evidence.size(), 2U);
  EXPECT_NE(differs.findings[0].explanation.en.find("from local"), std::string::npos);

  seen.attempts[0].vantage = "east";
  EXPECT_FALSE(has(verdict({seen}), "availability.not-from-everywhere")) << "one view that changed its mind";
  VisitRecord nowhere = row("a.gov.cn", Outcome::ConnectTimeout, 2);
  nowhere.vantage = nowhere.attempts[0].vantage = "east";
  nowhere.attempts.insert(nowhere.attempts.begin(), row("a.gov.cn", Outcome::ConnectTimeout).attempts[0]);
  EXPECT_EQ(verdict({nowhere}).state, SiteState::Down);
  EXPECT_FALSE(has(verdict({nowhere}), "availability.not-from-everywhere"));
}

TEST(Judge, AFinalAnswerIsBelievedAtOnce) {
  EXPECT_TRUE(has(verdict({row("a.gov.cn", Outcome::DnsNoSuchName)}), "availability.dns-no-such-name"));
  EXPECT_TRUE(has(verdict({row("a.gov.cn", Outcome::HttpError, 1, 404)}), "availability.http-error"));
  EXPECT_FALSE(has(verdict({row("a.gov.cn", Outcome::HttpError, 1, 503)}), "availability.http-error"));
}

TEST(Judge, TheWorstHostDecides) {
  EXPECT_EQ(verdict({row("a.gov.cn", Outcome::Ok), row("b.gov.cn", Outcome::OkWithFaults)}).state, SiteState::Up);
  const auto one_down = verdict({row("a.gov.cn", Outcome::Ok), row("b.gov.cn", Outcome::DnsNoSuchName)});
  EXPECT_EQ(one_down.state, SiteState::Faulty);
  EXPECT_EQ(one_down.outcome, Outcome::DnsNoSuchName);
  EXPECT_EQ(verdict({row("a.gov.cn", Outcome::HttpError, 1, 404)}).state, SiteState::Faulty);
  EXPECT_EQ(verdict({row("a.gov.cn", Outcome::Blocked)}).state, SiteState::Unknown);
  EXPECT_EQ(verdict({row("a.gov.cn", Outcome::NotVisited)}).state, SiteState::Unknown);
  EXPECT_EQ(verdict({row("", Outcome::NoAddress)}).state, SiteState::NoAddress);
  EXPECT_EQ(verdict({}).state, SiteState::Unknown);
}

TEST(Judge, ReadsCertificates) {
  VisitRecord sick = row("a.gov.cn", Outcome::OkWithFaults);
  sick.fetch.tls = TlsFacts{};
  sick.fetch.tls->chain = {{.subject = "CN=a",
                            .issuer = "CN=b",
                            .sha256 = {},
                            .not_before = kNow - Millis{1000},
                            .not_after = kNow + std::chrono::days(10),
                            .names = {}}};
  sick.fetch.tls->trusted = true;
  EXPECT_TRUE(has(verdict({sick}), "certificate.expiring"));
  EXPECT_EQ(verdict({sick}).findings.size(), 1u);
  sick.fetch.tls->chain[0].not_after = kNow + std::chrono::days(31);
  EXPECT_TRUE(verdict({sick}).findings.empty());
  sick.fetch.tls->trusted = false;
  EXPECT_TRUE(has(verdict({sick}), "certificate.untrusted"));
  sick.fetch.tls->self_signed = true;
  EXPECT_TRUE(has(verdict({sick}), "certificate.self-signed"));
  EXPECT_FALSE(has(verdict({sick}), "certificate.untrusted"));
  sick.fetch.tls->name_mismatch = sick.fetch.tls->expired = true;
  EXPECT_TRUE(has(verdict({sick}), "certificate.name-mismatch"));
  EXPECT_TRUE(has(verdict({sick}), "certificate.expired"));
}

TEST(Judge, TellsARedirectToAForeignHost) {
  VisitRecord away = row("www.a.gov.cn", Outcome::Ok);
  away.fetch.final_url = "https://new.a.gov.cn/";
  EXPECT_TRUE(verdict({away}).findings.empty());
  away.fetch.final_url = "https://www.other.com/";
  EXPECT_TRUE(has(verdict({away}), "foreign-resource.redirect"));
  away.visit.declared.hosts = {"other.com"};
  EXPECT_TRUE(verdict({away}).findings.empty());
}

TEST(Judge, MergesTheSameFindingOfTwoHosts) {
  VisitRecord a = row("a.gov.cn", Outcome::Ok), b = row("b.gov.cn", Outcome::Ok);
  Finding finding;
  finding.rule = "dark-link.hidden-list";
  finding.category = Category::DarkLink;
  finding.severity = Severity::Medium;
  finding.subject = "x.example";
  a.findings = {finding};
  finding.severity = Severity::High;
  b.findings = {finding};
  const auto merged = verdict({a, b});
  ASSERT_EQ(merged.findings.size(), 1u);
  EXPECT_EQ(merged.findings[0].severity, Severity::High);
}

}  // namespace
}  // namespace huabiao::monitor
