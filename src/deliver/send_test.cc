#include "deliver/send.h"

#include <gtest/gtest.h>

#include "deliver/address_gate.h"

namespace huabiao::deliver {

TEST(AddressGate, OpensToPublicAddressesOnly) {
  for (const char* address : {"93.184.216.34", "2606:2800:220:1::1"})
    EXPECT_TRUE(check_addresses({address}, std::nullopt)) << address;
  for (const char* address : {"127.0.0.1", "10.0.0.8", "192.168.1.1", "::1", "fc00::1", "100.64.0.1", "169.254.169.254",
                              "0.0.0.0", "::ffff:10.0.0.1", "no address"})
    EXPECT_EQ(check_addresses({"93.184.216.34", address}, std::nullopt).error().code, "deliver.refused_address")
        << address;
}

TEST(AddressGate, OpensInsideWhereTheOperatorSaidSoButNotToACloudsOwn) {
  const auto allowed = PrivateAddresses::allowed_by_the_operator();
  for (const char* address : {"127.0.0.1", "10.0.0.8", "::1", "93.184.216.34"})
    EXPECT_TRUE(check_addresses({address}, allowed)) << address;
  for (const char* address : {"169.254.169.254", "224.0.0.1", "0.0.0.0", "no address"})
    EXPECT_FALSE(check_addresses({address}, allowed)) << address;
}

TEST(Send, ConnectsToNoPrivateAddressOfItself) {
  const Destination inside{.how = Webhook{.url = *web::parse_url("https://127.0.0.1:1/"), .secret = "s"},
                           .private_addresses = std::nullopt,
                           .ca_file = {}};
  const auto sent = send(inside, {}, Language::Chinese, from_millis(0), {});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, "deliver.refused_address");
}

TEST(Send, SaysThatNobodyIsThere) {
  for (const auto& how :
       {Destination{.how = Syslog{.transport = Syslog::Transport::Tcp, .host = "127.0.0.1", .port = 1},
                    .private_addresses = PrivateAddresses::allowed_by_the_operator(),
                    .ca_file = {}},
        Destination{.how = Webhook{.url = *web::parse_url("http://127.0.0.1:1/"), .secret = "s"},
                    .private_addresses = PrivateAddresses::allowed_by_the_operator(),
                    .ca_file = {}}}) {
    const auto sent = send(how, {}, Language::Chinese, from_millis(0), {});
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, "deliver.unreachable") << sent.error().detail;
  }
}

}  // namespace huabiao::deliver
