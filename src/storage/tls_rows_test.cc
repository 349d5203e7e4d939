#include <gtest/gtest.h>

#include "monitor/keep/round_store.h"
#include "monitor/keep/tls_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

class TlsRowsTest : public StoresTest {
 protected:
  // A round in which the host was tried.
  void visit(std::int64_t site, const std::optional<monitor::TlsSet>& set) {
    const monitor::Target target{.site = site, .host = "www.a.gov.cn"};
    const auto round = good(stores_->rounds().begin_round(monitor::RoundKind::Selection, {&target, 1}, "test"));
    monitor::VisitRecord row;
    row.visit.site = site;
    row.visit.host = target.host;
    row.visit.round = round.value;
    row.fetch.outcome = monitor::Outcome::Ok;
    row.fetch.at = clock_.now();
    row.tls_set = set;
    const std::vector<monitor::SiteRows> sites = {{site, {row}, {}}};
    good(stores_->rounds().save(round, sites));
    good(stores_->rounds().finish_round(round, monitor::RoundState::Finished));
    clock_.advance(std::chrono::hours(1));
  }
};

TEST_F(TlsRowsTest, TheNewestSetOfAHostIsKeptWithItsVisit) {
  const std::int64_t number = site_on("甲", "www.a.gov.cn").value;
  monitor::TlsSet set;
  set.address = "1.2.4.8";
  set.versions = {monitor::TlsAccepts::Accepted, monitor::TlsAccepts::Refused, monitor::TlsAccepts::Accepted,
                  monitor::TlsAccepts::Silent};
  set.chain = {{.subject = "CN=a", .issuer = "CN=b", .key = "RSA", .key_bits = 2048, .signature = "RSA-SHA256"}};
  visit(number, set);
  set.versions[0] = monitor::TlsAccepts::Refused;
  const TimePoint second = clock_.now();
  visit(number, set);
  visit(number, std::nullopt);
  reopen();
  const auto kept = good(stores_->tls().tls_sets_of(number));
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].set, set);
  EXPECT_EQ(kept[0].at, second);
  EXPECT_EQ(kept[0].host, "www.a.gov.cn");
  EXPECT_TRUE(good(stores_->tls().tls_sets_of(number + 1)).empty());
}

}  // namespace
}  // namespace huabiao::storage
