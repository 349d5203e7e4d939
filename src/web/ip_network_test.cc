#include "web/ip_network.h"

#include <gtest/gtest.h>

namespace huabiao::web {
namespace {

TEST(IpNetwork, HoldsWhatBeginsWithItsBits) {
  const auto ten = *read_network("10.0.0.0/8");
  EXPECT_TRUE(holds(ten, "10.255.0.1"));
  EXPECT_FALSE(holds(ten, "11.0.0.1"));
  EXPECT_TRUE(holds(ten, "::ffff:10.1.2.3"));
  EXPECT_FALSE(holds(ten, "::10.1.2.3"));
  EXPECT_FALSE(holds(ten, "no address"));
  EXPECT_FALSE(holds(ten, ""));
  const auto odd = *read_network("192.168.4.0/22");
  EXPECT_TRUE(holds(odd, "192.168.7.255"));
  EXPECT_FALSE(holds(odd, "192.168.8.0"));
  EXPECT_TRUE(holds(*read_network("2001:db8::/33"), "2001:db8:7fff::1"));
  EXPECT_FALSE(holds(*read_network("2001:db8::/33"), "2001:db8:8000::1"));
  EXPECT_TRUE(holds(*read_network("127.0.0.1"), "127.0.0.1"));
  EXPECT_FALSE(holds(*read_network("127.0.0.1"), "127.0.0.2"));
  EXPECT_TRUE(holds(*read_network("0.0.0.0/0"), "203.0.113.9"));
  EXPECT_FALSE(holds(*read_network("0.0.0.0/0"), "2001:db8::1"));
}

TEST(IpNetwork, RefusesWhatIsNone) {
  for (const char* bad : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.1/8", "10.0.0/8",
                          "2001:db8::/129", "2001:db8::1/64", "host/8"})
    EXPECT_FALSE(read_network(bad)) << bad;
}

}  // namespace
}  // namespace huabiao::web
