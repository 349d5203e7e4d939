#include "monitor/fetch/tls_probe.h"

#include <gtest/gtest.h>
#include <optional>
#include <sys/socket.h>

#include "support/loopback_server.h"

namespace huabiao::monitor::fetch {
namespace {

TlsSet probed(std::uint16_t port, const TlsProbeLimits& limits = {}) {
  loop::EventLoop loop;
  const auto probe = TlsProbe::create(loop, {}, Millis(0), limits).value();
  std::optional<TlsSet> told;
  probe->probe("127.0.0.1", port, "tls.example.cn", [&](TlsSet set) {
    EXPECT_FALSE(told) << "told once";
    told = std::move(set);
  });
  while (!told) loop.run_once(Millis(1'000));
  return *told;
}

TEST(TlsProbe, TellsWhatAServerAcceptsAndShows) {
  support::LoopbackServer server([](const support::Request&, support::Reply& reply) { reply.answer(200, "x"); });
  const TlsSet set = probed(server.tls_port());
  EXPECT_EQ(accepts(set, TlsVersion::Tls12), TlsAccepts::Accepted);
  EXPECT_EQ(accepts(set, TlsVersion::Tls13), TlsAccepts::Accepted);
  ASSERT_EQ(set.chain.size(), 1U);
  EXPECT_FALSE(set.chain[0].key.empty());
  EXPECT_GT(set.chain[0].key_bits, 0);
  EXPECT_FALSE(set.chain[0].signature.empty());
  EXPECT_TRUE(set.chain[0].self_issued);
  EXPECT_TRUE(set.in_order);
  EXPECT_TRUE(set.complete) << "self-signed: nothing is missing";
  EXPECT_EQ(server.connections(), 4);
}

TEST(TlsProbe, AServerThatSpeaksNoTlsRefusesEveryVersion) {
  support::LoopbackServer server([](const support::Request&, support::Reply& reply) { reply.answer(200, "x"); });
  const TlsSet set = probed(server.plain_port());
  EXPECT_FALSE(answered(set));
  EXPECT_TRUE(set.chain.empty());
}

TEST(TlsProbe, AServerThatSaysNothingIsSilentNoLongerThanTheLimit) {
  // Nobody accepts: the kernel takes the connection, and no byte comes back.
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_storage at{};
  at.ss_family = AF_INET;
  socklen_t length = sizeof at;
  auto* const address = reinterpret_cast<sockaddr*>(&at);
  ASSERT_EQ(::listen(fd, 8), 0);
  ASSERT_EQ(::getsockname(fd, address, &length), 0);
  const auto port = static_cast<std::uint16_t>((static_cast<unsigned char>(address->sa_data[0]) << 8) |
                                               static_cast<unsigned char>(address->sa_data[1]));
  const TlsSet set = probed(port, {.handshake = Millis(50)});
  for (const TlsAccepts one : set.versions) EXPECT_EQ(one, TlsAccepts::Silent);
  ::shutdown(fd, SHUT_RDWR);
}

TEST(TlsProbe, WhatThereIsNoTimeForIsNotTried) {
  support::LoopbackServer server([](const support::Request&, support::Reply& reply) { reply.answer(200, "x"); });
  const TlsSet set = probed(server.tls_port(), {.total = Millis(0)});
  for (const TlsAccepts one : set.versions) EXPECT_EQ(one, TlsAccepts::NotTried);
  EXPECT_EQ(server.connections(), 0);
}

TEST(TlsProbe, WhereNobodyListensNothingIsKnown) {
  std::uint16_t port = 0;
  {
    support::LoopbackServer gone([](const support::Request&, support::Reply& reply) { reply.answer(200, "x"); });
    port = gone.tls_port();
  }
  for (const TlsAccepts one : probed(port).versions) EXPECT_EQ(one, TlsAccepts::Silent);
}

}  // namespace
}  // namespace huabiao::monitor::fetch
