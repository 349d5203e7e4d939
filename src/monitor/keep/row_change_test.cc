#include "monitor/keep/row_change.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

class RowChangeTest : public testing::Test {
 protected:
  RoundRow& row(Outcome outcome, const std::string& title, const std::string& host = "www.jia.gov.cn") {
    RoundRow& one = rows_.emplace_back();
    one.row = static_cast<std::int64_t>(rows_.size());
    one.first_at = one.last_at = from_millis(1'700'000'000'000 + 60'000 * one.row);
    one.record.visit.host = host;
    one.record.fetch.outcome = outcome;
    one.record.fetch.final_url = "https://" + host + "/";
    if (page_read(outcome)) {
      one.record.facts = PageFacts();
      one.record.facts->title = title;
    }
    return one;
  }
  std::vector<std::string> told() {
    std::vector<std::string> lines;
    for (const RowChange& one : changes_of(rows_))
      lines.push_back(one.host + " " + std::string(to_string(one.part)) + ": " + one.before + " -> " + one.after);
    return lines;
  }
  std::vector<RoundRow> rows_;
};

TEST_F(RowChangeTest, SaysWhatBecameDifferentNewestFirst) {
  row(Outcome::Ok, "甲局");
  row(Outcome::Ok, "澳门");
  row(Outcome::HttpError, "").record.fetch.status = 502;
  row(Outcome::Ok, "甲局");
  EXPECT_EQ(told(), (std::vector<std::string>{"www.jia.gov.cn outcome: http_error 502 -> ok",
                                              "www.jia.gov.cn outcome: ok -> http_error 502",
                                              "www.jia.gov.cn title: 甲局 -> 澳门"}));
}

TEST_F(RowChangeTest, AVisitNobodyMadeIsNoChangeAndHostsAreTheirOwn) {
  row(Outcome::Ok, "甲局");
  row(Outcome::NotVisited, "");
  row(Outcome::Ok, "乙局", "www.yi.gov.cn");
  row(Outcome::Ok, "甲局");
  EXPECT_TRUE(told().empty());
}

TEST_F(RowChangeTest, ANewCertificateIsTold) {
  const auto certify = [](RoundRow& one, std::string sha256) {
    one.record.fetch.tls = TlsFacts();
    one.record.fetch.tls->chain.push_back({.subject = "CN=a", .issuer = "CN=CA", .sha256 = std::move(sha256)});
  };
  certify(row(Outcome::Ok, "甲局"), "aaaa");
  certify(row(Outcome::Ok, "甲局"), "bbbb");
  row(Outcome::Ok, "甲局");
  EXPECT_EQ(told().size(), 1U) << "a page over http says nothing of the certificate";
}

TEST_F(RowChangeTest, LinksOfTheSiteItselfComeAndGo) {
  row(Outcome::Ok, "甲局").record.facts->links = {.internal = 40, .external = 3, .hidden_external = 0};
  row(Outcome::Ok, "甲局").record.facts->links = {.internal = 44, .external = 3, .hidden_external = 0};
  row(Outcome::Ok, "甲局").record.facts->links = {.internal = 44, .external = 9, .hidden_external = 6};
  EXPECT_EQ(told(), std::vector<std::string>{"www.jia.gov.cn links: 44 / 3 / 0 -> 44 / 9 / 6"});
}

}  // namespace
}  // namespace huabiao::monitor
