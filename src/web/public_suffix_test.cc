// The suffix questions of host.h, on fixtures of our own and on the list's own test file where it lies beside the
// checkout.

#include <fstream>
#include <gtest/gtest.h>

#include "support/shared.h"
#include "web/host.h"

namespace huabiao::web {

TEST(RegistrableDomain, KnowsGovCnAndTheChineseTopLevels) {
  EXPECT_EQ(registrable_domain("www.hebei.gov.cn"), "hebei.gov.cn");
  EXPECT_EQ(registrable_domain("a.b.hebei.gov.cn"), "hebei.gov.cn");
  EXPECT_EQ(registrable_domain("gov.cn"), "");
  EXPECT_EQ(public_suffix("www.hebei.gov.cn"), "gov.cn");
  EXPECT_EQ(registrable_domain("www.xn--xcr3uj79bqiau2u904a3la.xn--zfr164b"), "xn--xcr3uj79bqiau2u904a3la.xn--zfr164b");
  EXPECT_EQ(registrable_domain("www.abc.xn--zfr164b.cn"), "abc.xn--zfr164b.cn");
  EXPECT_EQ(registrable_domain("xn--55qw42g.cn"), "");
  EXPECT_EQ(registrable_domain("www.example.com.cn"), "example.com.cn");
}

TEST(RegistrableDomain, IsNothingForAddressesAndSuffixes) {
  for (const char* host : {"", "cn", "192.0.2.1", "2001:db8::1", ".cn", "localhost"})
    EXPECT_EQ(registrable_domain(host), "") << host;
  EXPECT_EQ(public_suffix("192.0.2.1"), "");
  EXPECT_EQ(public_suffix("www.example.unlisted"), "unlisted");
}

// checkPublicSuffix('www.example.COM', 'example.com');
TEST(RegistrableDomain, PassesTheListsOwnTests) {
  const auto path = support::shared_file("standards/test_psl.txt");
  if (!path) GTEST_SKIP() << "shared/standards is not beside the checkout";
  std::ifstream file(*path);
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("checkPublicSuffix(")) continue;
    std::string fields[2];
    std::size_t from = line.find('(') + 1;
    for (std::string& field : fields) {
      const std::size_t end = line.find_first_of(",)", from);
      std::string text = line.substr(from, end - from);
      std::erase_if(text, [](char c) { return c == '\'' || c == ' '; });
      field = text == "null" ? "" : text;
      from = end + 1;
    }
    const auto host = parse_host(fields[0]);
    const auto want = parse_host(fields[1]);
    EXPECT_EQ(host ? registrable_domain(host->ascii) : "", want ? want->ascii : "") << line;
    ++cases;
  }
  EXPECT_GT(cases, 70);
}

TEST(HasKnownSuffix, TellsNamesFromOtherWords) {
  for (const auto* host : {"www.example.gov.cn", "example.com", "xn--fiqs8s", "x.xn--zfr164b", "x.xn--55qw42g"})
    EXPECT_TRUE(has_known_suffix(host)) << host;
  for (const auto* host : {"readme.txt", "www.lyj", "", "x."}) EXPECT_FALSE(has_known_suffix(host)) << host;
}

// A register of government hosts as they are answered for in the world: each is a name, and each has a registrable
// domain below a suffix.
TEST(RegistrableDomain, IsKnownForEveryHostOfARealRegister) {
  const auto path = support::shared_file("registers/cn_gov_hosts.csv");
  if (!path) GTEST_SKIP() << "shared/registers is not beside the checkout";
  std::ifstream file(*path);
  std::string line;
  std::getline(file, line);  // the heading
  int hosts = 0;
  for (; std::getline(file, line); ++hosts) {
    const std::string name = line.substr(0, line.find(','));
    const auto host = parse_host(name);
    ASSERT_TRUE(host) << name << " " << host.error().detail;
    EXPECT_TRUE(same_or_under(host->ascii, registrable_domain(host->ascii))) << name;
  }
  EXPECT_GT(hosts, 1000);
}

}  // namespace huabiao::web
