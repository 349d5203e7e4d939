#include "monitor/registration/rdap.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

constexpr std::string_view kAnswer = R"json({"objectClassName":"domain","ldhName":"EXAMPLE.ORG","handle":"H-1",
  "events":[{"eventAction":"registration","eventDate":"1995-08-31T04:00:00Z"},
            {"eventAction":"expiration","eventDate":"2027-08-30T04:00:00.5Z"},
            {"eventAction":"last changed","eventDate":"2026-07-21T18:36:44Z"},
            {"eventAction":"last update of RDAP database","eventDate":"2026-11-23T00:00:00Z"},
            {"eventAction":"expiration"}, 7],
  "status":["client transfer prohibited","redemption period",3],
  "entities":[{"roles":["registrant"],"vcardArray":["vcard",[["fn",{},"text","A Person"],["email",{},"text","p@example.org"]]]},
              {"roles":["registrar"],"handle":"9999","vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","Some Registrar"]]]}],
  "nameservers":[{"ldhName":"NS2.example.org"},{"ldhName":"ns1.example.org"},{"unicodeName":"x"}]})json";

TEST(Rdap, ReadsWhatARegistrySaysAndNobodysName) {
  const auto said = read_rdap(kAnswer, "example.org");
  ASSERT_TRUE(said);
  EXPECT_EQ(to_iso(*said->registered), "1995-08-31T04:00:00.000Z");
  EXPECT_EQ(to_iso(*said->expires), "2027-08-30T04:00:00.000Z");
  EXPECT_EQ(to_iso(*said->changed), "2026-07-21T18:36:44.000Z");
  EXPECT_EQ(said->statuses, (std::vector<std::string>{"clientTransferProhibited", "redemptionPeriod"}));
  EXPECT_EQ(said->servers, (std::vector<std::string>{"ns1.example.org", "ns2.example.org"}));
  EXPECT_EQ(said->registrar, "Some Registrar");
}

TEST(Rdap, AnAnswerWithNothingInItIsOne) {
  const auto said = read_rdap(R"({"objectClassName":"domain","ldhName":"a.org"})", "a.org");
  ASSERT_TRUE(said);
  EXPECT_EQ(*said, Registration());
}

TEST(Rdap, WhatIsNoAnswerAboutTheDomainIsNone) {
  for (const char* text :
       {"", "[]", "{}", "<html>", R"({"objectClassName":"domain"})",
        R"({"objectClassName":"entity","ldhName":"a.org"})", R"({"objectClassName":"domain","ldhName":"b.org"})",
        R"({"objectClassName":"domain","ldhName":"a.org"} trailing)"})
    EXPECT_FALSE(read_rdap(text, "a.org")) << text;
  EXPECT_FALSE(read_rdap(kAnswer, "example.com"));
}

TEST(Rdap, DepthAndSizeAreBounded) {
  const std::string deep = R"({"objectClassName":"domain","ldhName":"a.org","x":)" +
                           std::string(RegistrationLimits::kDepth + 1, '[') +
                           std::string(RegistrationLimits::kDepth + 1, ']') + "}";
  EXPECT_FALSE(read_rdap(deep, "a.org"));
  const std::string long_one = R"({"objectClassName":"domain","ldhName":"a.org","x":")" +
                               std::string(RegistrationLimits::kAnswerBytes, 'x') + "\"}";
  EXPECT_FALSE(read_rdap(long_one, "a.org"));
}

}  // namespace
}  // namespace huabiao::monitor
