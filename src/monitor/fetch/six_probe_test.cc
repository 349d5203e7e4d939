#include "monitor/fetch/six_probe.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace huabiao::monitor::fetch {
namespace {

// A socket of our own on ::1; -1: this machine has no IPv6.
class Door {
 public:
  explicit Door(bool open) : fd_(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in6 at{};
    at.sin6_family = AF_INET6;
    at.sin6_addr = in6addr_loopback;
    socklen_t length = sizeof at;
    auto* const address = reinterpret_cast<sockaddr*>(&at);
    good_ = fd_ >= 0 && ::bind(fd_, address, length) == 0 && ::getsockname(fd_, address, &length) == 0 &&
            (!open || ::listen(fd_, 4) == 0);
    port_ = ntohs(at.sin6_port);
  }
  ~Door() { ::close(fd_); }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int fd_;
  bool good_ = false;
  std::uint16_t port_ = 0;
};

SixReach reach(std::optional<LabAllowance> lab, const std::vector<std::string>& addresses) {
  loop::EventLoop loop;
  SixProbe probe(loop, std::move(lab), {.connect = Millis(500)});
  std::optional<SixReach> told;
  probe.probe(addresses, 0, [&](SixReach how) { told = how; });
  while (!told) loop.run_once(Millis(1'000));
  return *told;
}

TEST(SixProbe, ConnectsOnlyWhereItMay) {
  EXPECT_EQ(reach({}, {}), SixReach::None);
  EXPECT_EQ(reach({}, {"1.2.4.8"}), SixReach::None);
  EXPECT_EQ(reach({}, {"::1"}), SixReach::NotTried);
  EXPECT_EQ(reach({}, {"fd00::1", "2400:3200::1"}), SixReach::NotTried) << "one address inside spoils the name";
  EXPECT_EQ(reach(*LabAllowance::grant("127.0.0.1", 1, 2), {"2400:3200::1"}), SixReach::NotTried);
}

TEST(SixProbe, TellsAnOpenDoorFromAClosedOne) {
  const Door open(true), closed(false);
  if (!open.good() || !closed.good()) GTEST_SKIP() << "no IPv6 on this machine";
  EXPECT_EQ(reach(*LabAllowance::grant("::1", closed.port(), open.port()), {"2400:3200::1"}), SixReach::Reachable);
  EXPECT_EQ(reach(*LabAllowance::grant("::1", closed.port(), closed.port()), {"2400:3200::1"}), SixReach::Unreachable);
}

}  // namespace
}  // namespace huabiao::monitor::fetch
