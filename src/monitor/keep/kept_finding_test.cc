#include "monitor/keep/kept_finding.h"

#include <gtest/gtest.h>

#include "monitor/names.h"
#include "monitor/view.h"

namespace huabiao::monitor {
namespace {

bool gone(const Finding& finding, const std::vector<Seeing>& looks) {
  return std::holds_alternative<NotSeen>(unlisted(finding, looks));
}

TEST(Unlisted, APageFindingIsGoneOnlyWhenAPageWasRead) {
  const Finding dark{.category = Category::DarkLink};
  EXPECT_TRUE(gone(dark, {{Outcome::Timeout, {}}, {Outcome::Ok, {}}}));
  EXPECT_FALSE(gone(dark, {{Outcome::Timeout, {}}}));
  EXPECT_FALSE(gone(dark, {}));
}

TEST(Unlisted, AFindingAboutTheHostIsGoneOnceTheHostWasVisited) {
  const Finding down{.category = Category::Availability};
  EXPECT_TRUE(gone(down, {{Outcome::HttpError, {}}}));
  EXPECT_FALSE(gone(down, {{Outcome::NotVisited, {}}}));
}

TEST(Unlisted, WhatOnlyASpiderSawIsGoneOnlyWhenItWasAskedAsOne) {
  const Finding cloaked{
      .rule = std::string(kViewDiffers), .category = Category::ConditionalContent, .subject = "baiduspider"};
  EXPECT_FALSE(gone(cloaked, {{Outcome::Ok, {}}}));
  EXPECT_FALSE(gone(cloaked, {{Outcome::Ok, {"mobile"}}}));
  EXPECT_TRUE(gone(cloaked, {{Outcome::Ok, {"mobile", "baiduspider"}}}));
}

TEST(Unlisted, WhatAWalkFoundIsGoneOnlyWhenAWalkCameBy) {
  WalkFacts walk;
  walk.pages = {{.url = "https://a.gov.cn/1", .name = {}, .outcome = Outcome::Ok, .status = 200},
                {.url = "https://a.gov.cn/2", .name = {}, .outcome = Outcome::HttpError, .status = 503}};
  const Finding stale{.rule = std::string(kHomeStale), .category = Category::ContentFreshness};
  EXPECT_FALSE(gone(stale, {{Outcome::Ok, {}, {}}}));
  EXPECT_TRUE(gone(stale, {{Outcome::Ok, {}, walk}}));
  const auto on = [](const char* page) { return Finding{.category = Category::DarkLink, .page = page}; };
  EXPECT_FALSE(gone(on("https://a.gov.cn/1"), {{Outcome::Ok, {}, {}}}));
  EXPECT_TRUE(gone(on("https://a.gov.cn/1"), {{Outcome::Ok, {}, walk}}));
  EXPECT_FALSE(gone(on("https://a.gov.cn/2"), {{Outcome::Ok, {}, walk}})) << "asked, but neither read nor gone";
  EXPECT_FALSE(gone(on("https://a.gov.cn/3"), {{Outcome::Ok, {}, walk}}));
}

TEST(Unlisted, WhatTheDnsSaidIsGoneOnlyWhenItWasAskedAgain) {
  Looks names;
  names.add(Look::Names);
  const Finding dns{.rule = "dns.unexpected", .category = Category::Dns};
  EXPECT_FALSE(gone(dns, {{Outcome::Ok, {}, {}}}));
  EXPECT_TRUE(gone(dns, {{Outcome::Timeout, {}, {}, names}}));
  const Finding six{.rule = std::string(kSixUnreachable), .category = Category::Availability};
  EXPECT_FALSE(gone(six, {{Outcome::Ok, {}, {}}}));
  EXPECT_TRUE(gone(six, {{Outcome::Ok, {}, {}, names}}));
}

TEST(Unlisted, WhatARegistrySaidIsGoneOnlyWhenItAnsweredAboutThatDomain) {
  Looks asked;
  asked.add(Look::Registration);
  const Finding over{.rule = "dns.registration-expired", .category = Category::Dns, .subject = "a.cn"};
  EXPECT_FALSE(gone(over, {{Outcome::Ok, {}, {}}}));
  EXPECT_FALSE(gone(over, {{Outcome::Ok, {}, {}, asked, "b.cn"}})) << "another domain of the site";
  EXPECT_TRUE(gone(over, {{Outcome::Timeout, {}, {}, asked, "a.cn"}}));
  Looks names;
  names.add(Look::Names);
  EXPECT_FALSE(gone(over, {{Outcome::Ok, {}, {}, names}})) << "resolvers know nothing of it";
  EXPECT_FALSE(gone({.rule = "dns.unexpected", .category = Category::Dns}, {{Outcome::Ok, {}, {}, asked, "a.cn"}}));
}

TEST(Unlisted, WhatTheProtocolSetShowedIsGoneOnlyWhenItWasTriedAgain) {
  Looks tried;
  tried.add(Look::Tls);
  const Finding old{.rule = "certificate.obsolete-protocol", .category = Category::Certificate};
  EXPECT_FALSE(gone(old, {{Outcome::Ok, {}, {}}}));
  EXPECT_TRUE(gone(old, {{Outcome::Ok, {}, {}, tried}}));
  const Finding ended{.rule = "certificate.expired", .category = Category::Certificate};
  EXPECT_TRUE(gone(ended, {{Outcome::Ok, {}, {}}})) << "every visit sees that";
}

}  // namespace
}  // namespace huabiao::monitor
