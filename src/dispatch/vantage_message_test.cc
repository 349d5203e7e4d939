#include "dispatch/vantage_message.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::dispatch {
namespace {

using storage::good;

const std::string kLease(64, 'a');

Lease lease_of_two() {
  Lease lease{.settings = {.user_agent = "agent", .headers = {"X-A: b"}, .timeout = Millis(3'000)}, .errands = {}};
  for (const char* host : {"a.gov.cn", "b.gov.cn"}) {
    monitor::Visit visit;
    visit.id = {7};
    visit.host = host;
    visit.attempt = 2;
    lease.errands.push_back({kLease, Millis(9'000), {.number = 42, .visits = {visit}}});
  }
  return lease;
}

VantageResult result_of_one() {
  VantageResult result{.lease = kLease, .errand = 42, .records = {}};
  result.records.emplace_back().visit.host = "a.gov.cn";
  return result;
}

}  // namespace

TEST(VantageMessage, ALeaseComesBackAsItWas) {
  const Lease lease = lease_of_two();
  const Lease back = good(read_lease(write_lease(lease)));
  EXPECT_EQ(back.settings, lease.settings);
  ASSERT_EQ(back.errands.size(), 2U);
  EXPECT_EQ(back.errands[1].lease, kLease);
  EXPECT_EQ(back.errands[1].left, Millis(9'000));
  EXPECT_EQ(back.errands[1].errand.number, 42U);
  EXPECT_EQ(back.errands[1].errand.visits.at(0).host, "b.gov.cn");
  EXPECT_TRUE(good(read_lease(write_lease({}))).errands.empty());
}

TEST(VantageMessage, AResultComesBackAsItWas) {
  const VantageResult back = good(read_result(write_result(result_of_one())));
  EXPECT_EQ(back.lease, kLease);
  EXPECT_EQ(back.errand, 42U);
  EXPECT_EQ(back.records.at(0).visit.host, "a.gov.cn");
  EXPECT_EQ(lease_of_result(write_result(result_of_one())), kLease);
}

TEST(VantageMessage, AServerSetsNothingBeyondItsBounds) {
  const auto refused = [](auto change) {
    Lease lease = lease_of_two();
    change(lease.settings);
    return !read_lease(write_lease(lease)).has_value();
  };
  EXPECT_TRUE(refused([](VantageSettings& to) { to.timeout = Millis(1); }));
  EXPECT_TRUE(refused([](VantageSettings& to) { to.timeout = std::chrono::hours(1); }));
  EXPECT_TRUE(refused([](VantageSettings& to) { to.host_gap = std::chrono::hours(1); }));
  EXPECT_TRUE(refused([](VantageSettings& to) { to.user_agent = "a\r\nX: y"; }));
  EXPECT_TRUE(refused([](VantageSettings& to) { to.user_agent = std::string(600, 'a'); }));
  EXPECT_TRUE(refused([](VantageSettings& to) { to.headers = {"X: a\r\nY: b"}; }));
  EXPECT_TRUE(refused([](VantageSettings& to) { to.headers = {"no colon"}; }));
  EXPECT_TRUE(refused([](VantageSettings& to) { to.headers.assign(21, "X: a"); }));
}

TEST(VantageMessage, RefusesWhatAHonestPartnerWouldNotSay) {
  const std::string lease = write_lease(lease_of_two());
  const std::string result = write_result(result_of_one());
  const std::string bad_leases[] = {"",
                                    "\n",
                                    "{}\n",
                                    lease + "{}\n",
                                    lease.substr(0, lease.size() - 1),
                                    result,
                                    lease.substr(0, lease.find('\n') + 1)};
  for (const std::string& payload : bad_leases) EXPECT_FALSE(read_lease(payload).has_value()) << payload;
  std::string other_lease = result;
  other_lease.replace(other_lease.find(kLease), 64, "../../etc/passwd");
  const std::string bad_results[] = {"",    "{}\n",     result + "{}\n", result.substr(0, result.size() - 1),
                                     lease, other_lease};
  for (const std::string& payload : bad_results) EXPECT_FALSE(read_result(payload).has_value()) << payload;
  EXPECT_EQ(lease_of_result(other_lease), "");
}

RC_GTEST_PROP(VantageMessageProperty, NoBytesMakeAReaderThrow, (const std::string& noise)) {
  RC_ASSERT(!read_result(noise).has_value());
  RC_ASSERT(!read_lease(noise).has_value());
  const std::string head = R"({"type":"results","lease":")" + kLease + R"(","errand":1,"count":1})" + "\n";
  (void)read_result(head + noise + "\n");
}

}  // namespace huabiao::dispatch
