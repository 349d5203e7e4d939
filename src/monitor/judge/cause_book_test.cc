#include "monitor/judge/cause_book.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "monitor/judge/availability.h"

namespace huabiao::monitor {
namespace {

class CauseBookTest : public testing::Test {
 protected:
  // Site n at h<n>.x<n>.gov.cn on machine m: how a visit of it ended, and what is said of it.
  SiteVerdict visit(int site, Outcome outcome, const std::string& machine, const std::string& host_of_site = {}) {
    const std::string host =
        host_of_site.empty() ? "h" + std::to_string(site) + ".x" + std::to_string(site) + ".gov.cn" : host_of_site;
    VisitRecord row;
    row.visit.site = site;
    row.visit.host = host;
    row.fetch.outcome = outcome;
    row.fetch.status = outcome == Outcome::HttpError ? status_ : 0;
    row.names = names_;
    if (!machine.empty()) {
      row.attempts.push_back({});
      row.attempts.back().address = machine;
    }
    SiteVerdict verdict;
    if (!page_read(outcome)) verdict.findings.push_back(outage_finding(row));
    if (silent_) {
      verdict.findings.push_back({});
      verdict.findings.back().rule = "dns.name-servers-silent";
      verdict.findings.back().category = Category::Dns;
      verdict.findings.back().severity = Severity::High;
      verdict.findings.back().subject = host;
    }
    book_.take({&row, 1}, verdict);
    return verdict;
  }
  void visit_all(int from, int to, Outcome outcome, const std::string& machine) {
    for (int site = from; site < to; ++site) visit(site, outcome, machine);
  }
  std::vector<std::string> causes() {
    std::vector<std::string> told;
    const auto standing = book_.standing();
    for (const Finding& one : *standing) told.push_back(one.rule + " " + one.subject);
    return told;
  }

  CauseBook book_;
  int status_ = 502;
  std::optional<NameFacts> names_;
  bool silent_ = false;
};

TEST_F(CauseBookTest, SitesOnAMachineThatDiedHaveOneCause) {
  visit_all(1, 11, Outcome::Ok, "192.0.2.7");
  visit_all(20, 40, Outcome::Ok, "192.0.2.8");
  book_.complete();
  EXPECT_EQ(visit(1, Outcome::ConnectTimeout, "192.0.2.7").findings[0].cause, "") << "one alone is its own";
  visit_all(2, 11, Outcome::ConnectTimeout, "192.0.2.7");
  EXPECT_EQ(causes(), std::vector<std::string>{"availability.shared-machine 192.0.2.7"});
  EXPECT_EQ(book_.version(), 1U);
  const Finding cause = (*book_.standing()).front();
  EXPECT_EQ(cause.severity, Severity::High);
  EXPECT_NE(cause.explanation.en.find("10 sites"), std::string::npos) << cause.explanation.en;
  EXPECT_NE(cause.evidence[0].snippet.find("h7.x7.gov.cn\n"), std::string::npos);
  EXPECT_EQ(visit(1, Outcome::ConnectTimeout, "192.0.2.7").findings[0].cause, fingerprint("0", cause));
  EXPECT_TRUE(is_common_cause(cause));
}

TEST_F(CauseBookTest, AFewOfManyOnAMachineAreTheirOwn) {
  visit_all(1, 101, Outcome::Ok, "192.0.2.7");
  book_.complete();
  visit_all(1, 60, Outcome::ConnectRefused, "192.0.2.7");
  EXPECT_TRUE(causes().empty());
}

TEST_F(CauseBookTest, TwoSitesAreNoCommonCause) {
  visit_all(1, 3, Outcome::Ok, "192.0.2.7");
  book_.complete();
  visit_all(1, 3, Outcome::ConnectRefused, "192.0.2.7");
  EXPECT_TRUE(causes().empty());
}

TEST_F(CauseBookTest, NothingIsToldBeforeEverySiteWasLookedAt) {
  visit_all(1, 6, Outcome::ConnectTimeout, "192.0.2.7");
  EXPECT_FALSE(book_.standing().has_value());
  EXPECT_FALSE(visit(5, Outcome::ConnectTimeout, "192.0.2.7").findings[0].cause.has_value());
}

TEST_F(CauseBookTest, ARecoveryIsOneAsWell) {
  visit_all(1, 11, Outcome::ConnectTimeout, "192.0.2.7");
  book_.complete();
  visit_all(1, 8, Outcome::Ok, "192.0.2.7");
  EXPECT_NE(visit(9, Outcome::ConnectTimeout, "192.0.2.7").findings[0].cause, "") << "the rest is not news";
  visit(8, Outcome::Ok, "192.0.2.7");
  EXPECT_TRUE(causes().empty());
  EXPECT_EQ(visit(9, Outcome::ConnectTimeout, "192.0.2.7").findings[0].cause, "") << "what stays behind is its own";
}

TEST_F(CauseBookTest, ErrorsOfPagesThemselvesAreTheirOwn) {
  visit_all(1, 6, Outcome::Ok, "192.0.2.7");
  book_.complete();
  status_ = 404;
  visit_all(1, 6, Outcome::HttpError, "192.0.2.7");
  EXPECT_TRUE(causes().empty());
  status_ = 502;
  visit_all(1, 6, Outcome::HttpError, "192.0.2.7");
  EXPECT_EQ(causes().size(), 1U);
}

TEST_F(CauseBookTest, NamesUnderOneDomainThatDoNotResolveHaveOneCause) {
  const auto host = [](int site) { return "s" + std::to_string(site) + ".hekou.gov.cn"; };
  for (int site = 1; site < 6; ++site) visit(site, Outcome::Ok, "192.0.2." + std::to_string(site), host(site));
  book_.complete();
  for (int site = 1; site < 6; ++site) visit(site, Outcome::DnsFailure, "", host(site));
  EXPECT_EQ(causes(), std::vector<std::string>{"dns.shared-domain hekou.gov.cn"});
}

TEST_F(CauseBookTest, ADeadNameServerIsOneFindingAndSilenceHoldsUntilTheNextLook) {
  names_ = NameFacts{.zone = "x.gov.cn", .answers = {{.resolver = "192.0.2.53", .servers = {"ns1.example.cn"}}}};
  visit_all(1, 6, Outcome::Ok, "192.0.2.7");
  book_.complete();
  names_->answers[0].servers.clear();
  silent_ = true;
  visit_all(1, 6, Outcome::Ok, "192.0.2.7");
  EXPECT_EQ(causes(), std::vector<std::string>{"dns.shared-name-server ns1.example.cn"});
  const SiteVerdict again = visit(3, Outcome::Ok, "192.0.2.7");
  EXPECT_NE(again.findings[0].cause, "");
  names_.reset();
  silent_ = false;
  visit_all(1, 6, Outcome::Ok, "192.0.2.7");
  EXPECT_EQ(causes().size(), 1U) << "no look, no news";
  names_ = NameFacts{.zone = "x.gov.cn", .answers = {{.resolver = "192.0.2.53", .servers = {"ns1.example.cn"}}}};
  visit_all(1, 6, Outcome::Ok, "192.0.2.7");
  EXPECT_TRUE(causes().empty());
}

TEST_F(CauseBookTest, WhatExplainsMoreIsToldAlone) {
  names_ = NameFacts{.zone = "hekou.gov.cn", .answers = {{.resolver = "192.0.2.53", .servers = {"ns1.example.cn"}}}};
  const auto host = [](int site) {
    return "s" + std::to_string(site) + (site < 5 ? ".hekou.gov.cn" : ".linhe.gov.cn");
  };
  for (int site = 1; site < 9; ++site) visit(site, Outcome::Ok, "192.0.2.7", host(site));
  book_.complete();
  names_->answers[0].servers.clear();
  for (int site = 1; site < 9; ++site) visit(site, Outcome::DnsFailure, "", host(site));
  EXPECT_EQ(causes(), std::vector<std::string>{"dns.shared-name-server ns1.example.cn"});
}

TEST_F(CauseBookTest, SitesThatLeftTheRegisterCountNoMore) {
  visit_all(1, 6, Outcome::ConnectTimeout, "192.0.2.7");
  book_.complete();
  EXPECT_EQ(causes().size(), 1U);
  book_.keep_only([](std::int64_t site, const std::string&) { return site < 3; });
  EXPECT_TRUE(causes().empty());
  book_.keep_only([](std::int64_t, const std::string&) { return false; });
  EXPECT_TRUE(causes().empty());
}

TEST_F(CauseBookTest, HostsThatSitesGaveUpCountNoMore) {
  visit_all(1, 6, Outcome::ConnectTimeout, "192.0.2.7");
  for (int site = 1; site < 6; ++site) visit(site, Outcome::Ok, "192.0.2.8", "new" + std::to_string(site) + ".gov.cn");
  book_.complete();
  EXPECT_EQ(causes().size(), 1U);
  book_.keep_only([](std::int64_t, const std::string& host) { return host.starts_with("new"); });
  EXPECT_TRUE(causes().empty());
}

}  // namespace
}  // namespace huabiao::monitor
