#include "monitor/registration/values.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr Millis kShanghai = std::chrono::hours(8);

std::string read(std::string_view text, Millis offset = {}) {
  const auto at = registration_time(text, offset);
  return at ? to_iso(*at) : "none";
}

TEST(RegistrationTime, IsReadInTheFormsRegistriesWrite) {
  EXPECT_EQ(read("2028-03-17T12:48:36Z"), "2028-03-17T12:48:36.000Z");
  EXPECT_EQ(read("2028-03-17 12:48:36", kShanghai), "2028-03-17T04:48:36.000Z");
  EXPECT_EQ(read("2028-03-17T12:48:36.123456+08:00"), "2028-03-17T04:48:36.000Z");
  EXPECT_EQ(read("2028-03-17T12:48:36-0500"), "2028-03-17T17:48:36.000Z");
  EXPECT_EQ(read("2028-03-17 12:48:36 UTC", kShanghai), "2028-03-17T12:48:36.000Z");
  EXPECT_EQ(read("2028/3/7"), "2028-03-07T00:00:00.000Z");
  EXPECT_EQ(read("20280317"), "2028-03-17T00:00:00.000Z");
  EXPECT_EQ(read("17-Mar-2028"), "2028-03-17T00:00:00.000Z");
  EXPECT_EQ(read("17 March 2028"), "2028-03-17T00:00:00.000Z");
}

TEST(RegistrationTime, WhatIsNoTimeIsNone) {
  for (const char* text : {"", "soon", "2028", "2028-13-01", "2028-02-30", "28-03-17", "2028-03-17T25:00:00Z",
                           "2028-03-17T12:61:00Z", "99999999999999999999"})
    EXPECT_EQ(read(text), "none") << text;
}

TEST(RegistrationStatus, IsOneWordHoweverItIsWritten) {
  for (const char* text : {"client hold", "clientHold", "clientHold https://icann.org/epp#clientHold", "CLIENT-HOLD",
                           "clientHold (https://www.icann.org/epp#clientHold)"})
    EXPECT_EQ(registration_status(text), "clientHold") << text;
  EXPECT_EQ(registration_status("active"), "ok");
  EXPECT_EQ(registration_status("redemption period"), "redemptionPeriod");
  EXPECT_EQ(registration_status("Locked by Court"), "locked by court");
  EXPECT_EQ(registration_status(" "), "");
}

TEST(RegistrationName, IsInALabels) {
  EXPECT_EQ(registration_name("NS1.Example.CN."), "ns1.example.cn");
  EXPECT_EQ(registration_name("政府.cn"), "xn--mxtq1m.cn");
  EXPECT_EQ(registration_name("ns1.example.cn 192.0.2.1"), "ns1.example.cn");
  EXPECT_EQ(registration_name("<script>"), "");
  EXPECT_EQ(registration_name(std::string(300, 'a')), "");
}

TEST(Registration, KeepsNoMoreThanItsLimits) {
  Registration said;
  for (int i = 0; i < 100; ++i) {
    add_status(said, "status" + std::string(1, static_cast<char>('a' + i % 26)) +
                         std::string(static_cast<std::size_t>(i), 'x'));
    add_server(said, "ns" + std::to_string(i) + ".example.cn");
    add_server(said, "ns1.example.cn");
  }
  EXPECT_EQ(said.statuses.size(), RegistrationLimits::kStatuses);
  EXPECT_EQ(said.servers.size(), RegistrationLimits::kServers);
}

}  // namespace
}  // namespace huabiao::monitor
