#include "web/host.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::web {
namespace {

std::string ascii(std::string_view text, HostRules rules = HostRules::Register) {
  const auto host = parse_host(text, rules);
  return host ? host->ascii : "!" + host.error().code;
}

}  // namespace

TEST(ParseHost, KeepsBothFormsOfAChineseName) {
  const auto host = parse_host("河北机构编制网.政务");
  ASSERT_TRUE(host);
  EXPECT_EQ(host->ascii, "xn--xcr3uj79bqiau2u904a3la.xn--zfr164b");
  EXPECT_EQ(host->unicode, "河北机构编制网.政务");
  EXPECT_FALSE(host->is_ip);
  EXPECT_EQ(ascii("示例。公益"), ascii("示例．公益"));
  EXPECT_EQ(parse_host("XN--XCR3UJ79BQIAU2U904A3LA.xn--zfr164b")->unicode, "河北机构编制网.政务");
}

TEST(ParseHost, LowersFoldsAndDropsTheTrailingDot) {
  EXPECT_EQ(ascii(" WWW.Example.GOV.CN. "), "www.example.gov.cn");
  EXPECT_EQ(ascii("ｗｗｗ．ｅｘａｍｐｌｅ．ｃｎ"), "www.example.cn");
  EXPECT_EQ(ascii("faß.de"), "xn--fa-hia.de");  // non-transitional
}

TEST(ParseHost, RefusesWhatIsNoName) {
  for (const char* bad : {"", " ", ".", "..", "a..b", "-a.cn", "a-.cn", "ab--c.cn", "a_b.cn", "a b.cn", "a/b", "≠.cn",
                          "xn--a.cn", "xn--.cn", "☕.cn", "a\u200Bb\u0001.cn", "http://a.cn", "\xFF.cn"})
    EXPECT_TRUE(ascii(bad).starts_with("!web.")) << bad << " -> " << ascii(bad);
  EXPECT_EQ(ascii(std::string("a\0b.cn", 6)), "!web.bad_host");
}

TEST(ParseHost, HoldsTheLengthsOfDns) {
  EXPECT_EQ(ascii(std::string(63, 'a') + ".cn"), std::string(63, 'a') + ".cn");
  EXPECT_EQ(ascii(std::string(64, 'a') + ".cn"), "!web.host_too_long");
  std::string longest;
  for (int i = 0; i < 126; ++i) longest += "a.";
  EXPECT_EQ(ascii(longest + "b").size(), HostLimits::kNameBytes);
  EXPECT_EQ(ascii(longest + "bc"), "!web.host_too_long");
  EXPECT_EQ(ascii(std::string(1 << 20, 'a')), "!web.host_too_long");
  std::string han;
  for (int i = 0; i < 64; ++i) han += "政";
  EXPECT_EQ(ascii(han + ".cn"), "!web.host_too_long");
}

TEST(ParseHost, ReadsAddresses) {
  EXPECT_TRUE(parse_host("192.0.2.7")->is_ip);
  EXPECT_EQ(ascii("１９２.０.２.７"), "192.0.2.7");
  EXPECT_EQ(ascii("[2001:DB8:0:0:0:0:0:1]"), "2001:db8::1");
  EXPECT_EQ(ascii("::1"), "::1");
  for (const char* bad :
       {"256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "0x7f.1", "2130706433", "[::1", "1::2::3", ":"})
    EXPECT_EQ(ascii(bad), "!web.bad_ip_address") << bad;
}

TEST(ParseHost, FollowsLinksAsBrowsersDo) {
  EXPECT_EQ(ascii("a_b.example.com", HostRules::Link), "a_b.example.com");
  EXPECT_EQ(ascii("r3---sn-x.example.com", HostRules::Link), "r3---sn-x.example.com");
  EXPECT_EQ(ascii("XN--53h.cn", HostRules::Link), "xn--53h.cn");
  EXPECT_EQ(ascii("0x7f.1", HostRules::Link), "127.0.0.1");
  EXPECT_EQ(ascii("2130706433", HostRules::Link), "127.0.0.1");
  EXPECT_EQ(ascii("017700000001", HostRules::Link), "127.0.0.1");
  EXPECT_EQ(ascii("1.2.3.4.5", HostRules::Link), "!web.bad_ip_address");
  EXPECT_EQ(ascii("a b.cn", HostRules::Link), "!web.bad_host");
  EXPECT_EQ(ascii("a%b.cn", HostRules::Link), "!web.bad_host");
}

TEST(ToUnicode, LeavesBadLabelsAlone) {
  EXPECT_EQ(to_unicode("www.xn--fiqs8s"), "www.中国");
  EXPECT_EQ(to_unicode("xn--a.cn"), "xn--a.cn");
  EXPECT_EQ(to_unicode(""), "");
}

TEST(SameOrUnder, ComparesWholeLabels) {
  EXPECT_TRUE(same_or_under("www.gov.cn", "gov.cn"));
  EXPECT_TRUE(same_or_under("gov.cn", "gov.cn"));
  EXPECT_FALSE(same_or_under("hebei-gov.cn", "gov.cn"));
  EXPECT_FALSE(same_or_under("www.gov.cn.evil.com", "gov.cn"));
  EXPECT_FALSE(same_or_under("cn", "gov.cn"));
  EXPECT_FALSE(same_or_under("a.cn", ""));
}

RC_GTEST_PROP(ParseHostProperty, ParsingTheResultGivesTheResult, (const std::string& text)) {
  for (const HostRules rules : {HostRules::Register, HostRules::Link}) {
    const auto once = parse_host(text, rules);
    if (!once) continue;
    const auto twice = parse_host(once->ascii, rules);
    RC_ASSERT(twice.has_value());
    RC_ASSERT(twice->ascii == once->ascii);
    RC_ASSERT(once->ascii.size() <= HostLimits::kNameBytes);
    RC_ASSERT(utf8::valid(once->unicode));
  }
}

}  // namespace huabiao::web
