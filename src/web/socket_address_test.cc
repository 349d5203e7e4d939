#include "web/socket_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace huabiao::web {
namespace {

TEST(AddressText, IsCanonical) {
  sockaddr_in four{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {.s_addr = htonl(0xC0000201)}, .sin_zero = {}};
  EXPECT_EQ(address_text(reinterpret_cast<const sockaddr&>(four)), "192.0.2.1");
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  inet_pton(AF_INET6, "2001:0DB8:0:0::1", &six.sin6_addr);
  EXPECT_EQ(address_text(reinterpret_cast<const sockaddr&>(six)), "2001:db8::1");
}

}  // namespace
}  // namespace huabiao::web
