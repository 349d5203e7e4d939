#include "monitor/fetch/resolver_address.h"

#include <gtest/gtest.h>

namespace huabiao::monitor::fetch {
namespace {

TEST(ResolverAddress, ReadsAddressesWithAndWithoutPort) {
  const auto read = [](std::string_view text) {
    const auto address = ResolverAddress::parse(text, {});
    return address ? address->name() + " " + address->endpoint() : address.error().code;
  };
  EXPECT_EQ(read("1.2.4.8"), "1.2.4.8 1.2.4.8:53");
  EXPECT_EQ(read("10.0.0.53:5353"), "10.0.0.53:5353 10.0.0.53:5353");
  EXPECT_EQ(read("2400:3200::1"), "2400:3200::1 [2400:3200::1]:53");
  EXPECT_EQ(read("[2400:3200::1]"), "2400:3200::1 [2400:3200::1]:53");
  EXPECT_EQ(read("[2400:3200::1]:5353"), "[2400:3200::1]:5353 [2400:3200::1]:5353");
  for (const std::string_view bad :
       {"", "dns.example", "1.2.4.8:", "1.2.4.8:0", "1.2.4.8:65536", "1.2.4.8:5x", ":53", "[]:53"})
    EXPECT_EQ(read(bad), "fetch.bad_resolver") << bad;
}

TEST(ResolverAddress, OneOnThisMachineNeedsALab) {
  EXPECT_EQ(ResolverAddress::parse("127.0.0.1:5353", {}).error().code, "fetch.resolver_needs_lab");
  EXPECT_EQ(ResolverAddress::parse("[::1]:5353", {}).error().code, "fetch.resolver_needs_lab");
  const auto lab = LabAllowance::parse("127.0.0.1:8080:8443");
  ASSERT_TRUE(lab);
  EXPECT_EQ(ResolverAddress::parse("127.0.0.1:5353", *lab)->endpoint(), "127.0.0.1:5353");
}

}  // namespace
}  // namespace huabiao::monitor::fetch
