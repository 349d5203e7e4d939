#include "monitor/registration/registries.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

rules::Pack pack(std::vector<rules::RegistryRule> registries) {
  rules::Pack made;
  made.registries = std::move(registries);
  return made;
}

rules::RegistryRule rule(const std::string& suffix, const std::string& whois, std::int64_t gap = 5) {
  rules::RegistryRule made;
  made.id = "registry." + suffix;
  made.suffixes = {suffix};
  made.whois = whois;
  made.query = "{}";
  made.gap_seconds = gap;
  made.utc_offset_hours = 8;
  return made;
}

TEST(Registries, TheLongestSuffixAndTheLastPackCount) {
  const std::vector<rules::Pack> packs = {pack({rule("cn", "one.example"), rule("gov.cn", "two.example")}),
                                          pack({rule("cn", "three.example")})};
  const Registries registries = Registries::create(packs, {}).value();
  EXPECT_EQ(registries.of("a.gov.cn")->whois.host, "two.example");
  EXPECT_EQ(registries.of("a.com.cn")->whois.host, "three.example");
  EXPECT_EQ(registries.of("a.com.cn")->utc_offset, Millis(std::chrono::hours(8)));
  EXPECT_EQ(registries.of("a.org"), nullptr);
  EXPECT_EQ(registries.of("acn"), nullptr);
}

TEST(Registries, WhatTheOperatorSaysStandsInsteadOfThePacks) {
  const std::vector<rules::Pack> packs = {pack({rule("cn", "one.example"), rule("com", "com.example")})};
  const Registries registries =
      Registries::create(packs, {.servers = {"cn=https://rdap.example.cn/v1/", "cn=whois://1.2.4.8:4343"}}).value();
  const Registry* cn = registries.of("a.cn");
  EXPECT_EQ(cn->rdap, "https://rdap.example.cn/v1/");
  EXPECT_EQ(cn->whois.host, "1.2.4.8");
  EXPECT_EQ(cn->whois.port, 4343);
  EXPECT_EQ(cn->gap, Millis(5'000));
  EXPECT_EQ(registries.of("a.com")->whois.host, "com.example");
}

TEST(Registries, OfALabOnlyNamedAddressesAreAsked) {
  const std::vector<rules::Pack> packs = {pack({rule("cn", "one.example")})};
  EXPECT_EQ(Registries::create(packs, {.servers = {"org=whois://whois.example"}, .lab = true}).value().of("a.cn"),
            nullptr);
  const Registries registries =
      Registries::create(packs, {.servers = {"cn=whois://127.0.0.1:43"}, .gap = Millis(10), .lab = true}).value();
  EXPECT_EQ(registries.of("a.cn")->whois.host, "127.0.0.1");
  EXPECT_EQ(registries.of("a.cn")->gap, Millis(10));
}

TEST(Registries, WithoutALabNoPrivateAddressIsTaken) {
  for (const char* server : {"cn=whois://127.0.0.1", "cn=https://127.0.0.1:8443/", "cn=whois://[::1]:43",
                             "cn=whois://10.1.2.3", "cn=https://192.168.1.1/"})
    EXPECT_EQ(Registries::create({}, {.servers = {server}}).error().code, "registration.needs_lab") << server;
}

TEST(Registries, ALineThatCannotBeReadIsRefused) {
  for (const char* server : {"", "cn", "cn=", "=whois://a.example", "cn=http://a.example/", "cn=https://a.example/x",
                             "cn=whois://a.example:0", "cn=whois://a.example:99999", "cn=ftp://a.example/"})
    EXPECT_EQ(Registries::create({}, {.servers = {server}}).error().code, "registration.bad_registry") << server;
}

TEST(Registries, OutsideALabNobodyIsAskedTooOften) {
  const std::vector<rules::Pack> packs = {pack({rule("cn", "one.example")})};
  EXPECT_EQ(Registries::create(packs, {.gap = Millis(1)}).value().of("a.cn")->gap, Registries::kLeastGap);
  EXPECT_EQ(Registries::create(packs, {.gap = Millis(60'000)}).value().of("a.cn")->gap, Millis(60'000));
}

}  // namespace
}  // namespace huabiao::monitor
