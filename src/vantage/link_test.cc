#include "vantage/link.h"

#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::vantage {
namespace {

using storage::good;

Result<LinkSettings> checked_of(const std::string& server, PlainHttp plain = PlainHttp::Refused) {
  return checked({.server = server, .token = "t", .ca_file = {}, .version = "1", .plain_http = plain, .limits = {}});
}

}  // namespace

TEST(Link, TakesAServerByItsAddress) {
  EXPECT_EQ(good(checked_of("https://huabiao.example.gov.cn")).server, "https://huabiao.example.gov.cn");
  EXPECT_EQ(good(checked_of("https://huabiao.example.gov.cn:8443/")).server, "https://huabiao.example.gov.cn:8443");
  EXPECT_EQ(good(checked_of("http://127.0.0.1:8787/")).server, "http://127.0.0.1:8787");
  EXPECT_EQ(good(checked_of("http://a.gov.cn", PlainHttp::Allowed)).server, "http://a.gov.cn");
}

TEST(Link, LetsNoTokenTravelInTheOpenUnasked) {
  for (const char* server : {"http://huabiao.example.gov.cn", "http://127.0.0.1.example.cn", "http://10.0.0.1",
                             "ftp://a.cn", "a.cn", "", "https://a.cn/path", "https://a.cn/?q", "https://u:p@a.cn"}) {
    const auto refused = checked_of(server);
    ASSERT_FALSE(refused) << server;
    EXPECT_EQ(refused.error().code, "vantage.bad_server") << server;
  }
}

TEST(Link, AServerThatIsNotThereIsTold) {
  const Link link(good(checked_of("http://127.0.0.1:1")));
  const auto lease = link.lease(0, {});
  ASSERT_FALSE(lease);
  EXPECT_EQ(lease.error().code, "vantage.unreachable");
  EXPECT_EQ(lease.error().kind, Kind::Unavailable);
}

}  // namespace huabiao::vantage
