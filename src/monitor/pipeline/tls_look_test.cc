#include "monitor/pipeline/tls_look.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

TEST(TlsLook, TriesWhereTheHostItselfWasAndNotWhereItRedirected) {
  FetchOutcome fetch;
  fetch.chain = {{.url = "https://a.cn/", .status = 301, .address = "1.2.4.8"},
                 {.url = "https://b.cn/", .status = 200, .address = "8.8.8.8"}};
  EXPECT_EQ(first_address(fetch, "8.8.8.8"), "1.2.4.8");
}

TEST(TlsLook, TriesAHostThatTookAConnectionAndGaveNoPage) {
  FetchOutcome fetch;
  EXPECT_EQ(first_address(fetch, "1.2.4.8"), "") << "it never took one";
  fetch.timing.connected = 12;
  EXPECT_EQ(first_address(fetch, "1.2.4.8"), "1.2.4.8");
}

TEST(TlsLook, LooksNowhereButAtPublicAddressesAndTheLab) {
  loop::EventLoop loop;
  Visit visit;
  visit.host = "a.cn";
  FetchOutcome fetch;
  for (const char* address : {"127.0.0.1", "10.0.0.1", "::1", "169.254.169.254", ""}) {
    fetch.chain = {{.url = "https://a.cn/", .status = 200, .address = address}};
    bool told = false;
    const auto look = TlsLook::create(loop, {}, std::nullopt).value();
    look->look(visit, fetch, address, [&](const std::optional<TlsSet>& set) { told = !set; });
    EXPECT_TRUE(told) << address;
  }
  fetch.chain = {{.url = "https://a.cn/", .status = 200, .address = "1.2.4.8"}};
  bool told = false;
  const auto in_lab = TlsLook::create(loop, {}, fetch::LabAllowance::parse("127.0.0.1:1:1").value()).value();
  in_lab->look(visit, fetch, "1.2.4.8", [&](const std::optional<TlsSet>& set) { told = !set; });
  EXPECT_TRUE(told) << "a lab reaches nothing but itself";
}

}  // namespace
}  // namespace huabiao::monitor
