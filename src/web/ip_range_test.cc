#include "web/ip_range.h"

#include <array>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "web/ip_address.h"

namespace huabiao::web {

TEST(ReachOf, KnowsTheRangesOfIpv4) {
  EXPECT_EQ(reach_of("8.8.8.8"), Reach::Public);
  EXPECT_EQ(reach_of("0.0.0.0"), Reach::Unspecified);
  EXPECT_EQ(reach_of("127.0.0.1"), Reach::Loopback);
  EXPECT_EQ(reach_of("127.255.255.254"), Reach::Loopback);
  EXPECT_EQ(reach_of("10.1.2.3"), Reach::Private);
  EXPECT_EQ(reach_of("172.15.0.1"), Reach::Public);
  EXPECT_EQ(reach_of("172.16.0.1"), Reach::Private);
  EXPECT_EQ(reach_of("172.31.255.255"), Reach::Private);
  EXPECT_EQ(reach_of("172.32.0.1"), Reach::Public);
  EXPECT_EQ(reach_of("192.168.1.1"), Reach::Private);
  EXPECT_EQ(reach_of("100.64.0.1"), Reach::Shared);
  EXPECT_EQ(reach_of("100.128.0.1"), Reach::Public);
  EXPECT_EQ(reach_of("100.100.100.200"), Reach::Metadata);
  EXPECT_EQ(reach_of("169.254.169.254"), Reach::Metadata);
  EXPECT_EQ(reach_of("169.254.1.1"), Reach::LinkLocal);
  EXPECT_EQ(reach_of("192.0.2.1"), Reach::Documentation);
  EXPECT_EQ(reach_of("198.18.0.1"), Reach::Reserved);
  EXPECT_EQ(reach_of("224.0.0.1"), Reach::Multicast);
  EXPECT_EQ(reach_of("255.255.255.255"), Reach::Reserved);
}

TEST(ReachOf, KnowsTheRangesOfIpv6) {
  EXPECT_EQ(reach_of("2400:3200::1"), Reach::Public);
  EXPECT_EQ(reach_of("[2400:3200::1]"), Reach::Public);
  EXPECT_EQ(reach_of("::"), Reach::Unspecified);
  EXPECT_EQ(reach_of("::1"), Reach::Loopback);
  EXPECT_EQ(reach_of("fc00::1"), Reach::Private);
  EXPECT_EQ(reach_of("fd00:ec2::254"), Reach::Metadata);
  EXPECT_EQ(reach_of("fe80::1"), Reach::LinkLocal);
  EXPECT_EQ(reach_of("fe80::1%eth0"), Reach::LinkLocal);
  EXPECT_EQ(reach_of("2400:3200::1%1"), Reach::LinkLocal);
  EXPECT_EQ(reach_of("ff02::1"), Reach::Multicast);
  EXPECT_EQ(reach_of("2001:db8::1"), Reach::Documentation);
  EXPECT_EQ(reach_of("100::1"), Reach::Reserved);
  EXPECT_EQ(reach_of("4000::1"), Reach::Reserved);
}

TEST(ReachOf, IsNoMorePublicThanTheAddressInside) {
  EXPECT_EQ(reach_of("::ffff:127.0.0.1"), Reach::Loopback);
  EXPECT_EQ(reach_of("::ffff:7f00:1"), Reach::Loopback);
  EXPECT_EQ(reach_of("::ffff:8.8.8.8"), Reach::Public);
  EXPECT_EQ(reach_of("::ffff:0:10.0.0.1"), Reach::Private);
  EXPECT_EQ(reach_of("::10.0.0.1"), Reach::Private);
  EXPECT_EQ(reach_of("64:ff9b::169.254.169.254"), Reach::Metadata);
  EXPECT_EQ(reach_of("64:ff9b::8.8.8.8"), Reach::Public);
  EXPECT_EQ(reach_of("64:ff9b:1::8.8.8.8"), Reach::Private);
  EXPECT_EQ(reach_of("2002:7f00:1::"), Reach::Loopback);
  EXPECT_EQ(reach_of("2002:808:808::1"), Reach::Reserved);
  EXPECT_EQ(reach_of("2001:0:4136:e378:8000:63bf:80ff:fffe"), Reach::Loopback);  // Teredo: 127.0.0.1 inverted
  EXPECT_EQ(reach_of("2400:3200::200:5efe:10.0.0.1"), Reach::Private);           // ISATAP
}

TEST(ReachOf, TellsWhatIsNoAddress) {
  for (const char* text :
       {"", "www.example.cn", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ", "0x7f.0.0.1",
        ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::g", "12345::", "1::2:", "[", "[]", "%eth0"})
    EXPECT_EQ(reach_of(text), Reach::NotAnAddress) << text;
}

TEST(CanonicalIp, FollowsRfc5952) {
  EXPECT_EQ(canonical_ip("2001:DB8:0:0:8:800:200C:417A"), "2001:db8::8:800:200c:417a");
  EXPECT_EQ(canonical_ip("0:0:0:0:0:0:0:0"), "::");
  EXPECT_EQ(canonical_ip("1:0:0:2:0:0:0:3"), "1:0:0:2::3");
  EXPECT_EQ(canonical_ip("1:0:2:0:3:0:4:0"), "1:0:2:0:3:0:4:0");
  EXPECT_EQ(canonical_ip("1::"), "1::");
  EXPECT_EQ(canonical_ip("::ffff:1.2.3.4"), "::ffff:102:304");
  EXPECT_EQ(canonical_ip("[1.2.3.4]"), std::nullopt);
}

RC_GTEST_PROP(CanonicalIpProperty, ReadsBackWhatItWrote, (const std::array<std::uint8_t, 16>& bytes, bool v6)) {
  IpAddress address{.v6 = v6, .bytes = bytes};
  if (!v6) std::fill(address.bytes.begin() + 4, address.bytes.end(), std::uint8_t{0});
  const std::string text = to_string(address);
  const auto again = v6 ? read_ipv6(text) : read_ipv4(text);
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->bytes == address.bytes);
  RC_ASSERT(reach_of(text) != Reach::NotAnAddress);
}

}  // namespace huabiao::web
