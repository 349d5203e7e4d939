#include "monitor/judge/registration.h"

#include <gtest/gtest.h>
#include <optional>

namespace huabiao::monitor {
namespace {

const TimePoint kNow = *from_iso("2026-11-23T00:00:00Z");

RegistrationFacts registered(Millis left) {
  RegistrationFacts facts{.domain = "a.gov.cn", .outcome = RegistrationOutcome::Registered};
  facts.said.expires = kNow + left;
  facts.said.registrar = "甲";
  facts.said.servers = {"ns1.a.gov.cn", "ns2.a.gov.cn"};
  return facts;
}

std::optional<Severity> severity(const RegistrationVerdict& verdict, std::string_view rule) {
  for (const Finding& one : verdict.findings)
    if (one.rule == rule) return one.severity;
  return std::nullopt;
}

TEST(JudgeRegistration, TheNearerTheEndTheGraver) {
  const auto ends = [](int hours) { return judge_registration(registered(std::chrono::hours(hours)), {}, kNow); };
  EXPECT_TRUE(ends(24 * 31).findings.empty());
  EXPECT_TRUE(ends(24 * 30).findings.empty());
  EXPECT_EQ(severity(ends(24 * 30 - 1), "dns.registration-expiring"), Severity::Medium);
  EXPECT_EQ(severity(ends(24 * 7), "dns.registration-expiring"), Severity::Medium);
  EXPECT_EQ(severity(ends(24 * 7 - 1), "dns.registration-expiring"), Severity::High);
  EXPECT_EQ(severity(ends(0), "dns.registration-expired"), Severity::High);
  EXPECT_EQ(ends(-24 * 40).findings.size(), 1U);
  EXPECT_EQ(ends(1).findings.front().subject, "a.gov.cn");
}

TEST(JudgeRegistration, StatusesThatEndADomainAreAccused) {
  const auto with = [](const char* status) {
    RegistrationFacts facts = registered(std::chrono::hours(24 * 300));
    facts.said.statuses = {status};
    return judge_registration(facts, {}, kNow);
  };
  EXPECT_EQ(severity(with("clientHold"), "dns.registration-on-hold"), Severity::High);
  EXPECT_EQ(severity(with("serverHold"), "dns.registration-on-hold"), Severity::High);
  EXPECT_EQ(severity(with("redemptionPeriod"), "dns.registration-lapsing"), Severity::High);
  EXPECT_EQ(severity(with("pendingDelete"), "dns.registration-lapsing"), Severity::Critical);
  EXPECT_TRUE(with("clientTransferProhibited").findings.empty());
  EXPECT_TRUE(with("ok").findings.empty());
}

TEST(JudgeRegistration, WhatIsNotKnownAccusesNobody) {
  for (const RegistrationOutcome outcome : {RegistrationOutcome::NotFound, RegistrationOutcome::NoServer,
                                            RegistrationOutcome::RateLimited, RegistrationOutcome::Unreachable}) {
    RegistrationFacts facts = registered(std::chrono::hours(-24));
    facts.outcome = outcome;
    EXPECT_TRUE(judge_registration(facts, {}, kNow).findings.empty());
  }
  RegistrationFacts silent = registered({});
  silent.said = {};
  EXPECT_TRUE(judge_registration(silent, {}, kNow).findings.empty()) << "no date is told";
}

TEST(JudgeRegistration, AChangeStandsUntilItIsHowThingsAre) {
  RegistrationFacts facts = registered(std::chrono::hours(24 * 300));
  auto verdict = judge_registration(facts, {}, kNow);
  EXPECT_TRUE(verdict.findings.empty()) << "the first look learns";
  facts.said.registrar = "乙";
  facts.said.servers = {"ns1.elsewhere.cn"};
  verdict = judge_registration(facts, verdict.known, kNow);
  EXPECT_EQ(severity(verdict, "dns.registration-registrar-changed"), Severity::Low);
  EXPECT_EQ(severity(verdict, "dns.registration-servers-changed"), Severity::Low);
  const auto later = judge_registration(facts, verdict.known, kNow + std::chrono::hours(24 * 6));
  EXPECT_EQ(later.findings.size(), 2U);
  const auto settled = judge_registration(facts, later.known, kNow + RegistrationJudgeLimits::kSettled);
  EXPECT_TRUE(settled.findings.empty());
  EXPECT_EQ(settled.known.registrar, "乙");
  const auto back = judge_registration(registered(std::chrono::hours(24 * 300)), later.known, kNow);
  EXPECT_TRUE(back.findings.empty()) << "the former is back";
  EXPECT_FALSE(back.known.registrar_since);
}

TEST(JudgeRegistration, ARegistrarThatIsNotToldIsNoChange) {
  RegistrationFacts facts = registered(std::chrono::hours(24 * 300));
  const KnownRegistration known = judge_registration(facts, {}, kNow).known;
  facts.said.registrar.clear();
  facts.said.servers.clear();
  const auto verdict = judge_registration(facts, known, kNow);
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_EQ(verdict.known, known);
}

}  // namespace
}  // namespace huabiao::monitor
