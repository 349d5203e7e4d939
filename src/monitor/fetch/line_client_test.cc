#include "monitor/fetch/line_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace huabiao::monitor::fetch {
namespace {

using Ending = LineAnswer::Ending;

// Takes one connection, reads a line, says its text and closes, or holds the connection.
class OneLine {
 public:
  enum class Then : bool { Close, Hold };
  explicit OneLine(std::string says, Then then = Then::Close) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    auto* const address = reinterpret_cast<sockaddr*>(&at);
    EXPECT_EQ(::bind(fd_, address, length), 0);
    EXPECT_EQ(::getsockname(fd_, address, &length), 0);
    EXPECT_EQ(::listen(fd_, 4), 0);
    port_ = ntohs(at.sin_port);
    thread_ = std::jthread([this, says = std::move(says), then] {
      const int peer = ::accept(fd_, nullptr, nullptr);
      if (peer < 0) return;
      char c = 0;
      while (::recv(peer, &c, 1, 0) == 1 && c != '\n') asked_ += c;
      for (std::size_t sent = 0; sent < says.size();) {
        const ssize_t one = ::send(peer, says.data() + sent, says.size() - sent, MSG_NOSIGNAL);
        if (one <= 0) break;
        sent += static_cast<std::size_t>(one);
      }
      if (then == Then::Hold) (void)::recv(peer, &c, 1, 0);
      ::close(peer);
    });
  }
  ~OneLine() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  OneLine(const OneLine&) = delete;
  OneLine& operator=(const OneLine&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  // Once an answer came.
  [[nodiscard]] const std::string& asked() const { return asked_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
  std::string asked_;
  std::jthread thread_;
};

LineAnswer ask(LineClient::Lab lab, const std::string& host, std::uint16_t port, const LineLimits& limits = {}) {
  loop::EventLoop loop;
  const auto client = LineClient::create(loop, lab, limits).value();
  std::optional<LineAnswer> told;
  client->ask(host, port, "a.cn\r\n", [&](LineAnswer answer) {
    EXPECT_FALSE(told) << "told once";
    told = std::move(answer);
  });
  while (!told) loop.run_once(Millis(1'000));
  return *told;
}

TEST(LineClient, AsksALineAndReadsToTheEnd) {
  const std::string long_text(100'000, 'x');
  OneLine server(long_text);
  const LineAnswer answer = ask(LineClient::Lab::Yes, "127.0.0.1", server.port());
  EXPECT_EQ(answer.ending, Ending::Complete);
  EXPECT_EQ(answer.text, long_text);
  EXPECT_EQ(server.asked(), "a.cn\r");
}

TEST(LineClient, ReadsNoMoreThanItsLimit) {
  OneLine server(std::string(100'000, 'x'));
  const LineAnswer answer = ask(LineClient::Lab::Yes, "127.0.0.1", server.port(), {.bytes = 1'000});
  EXPECT_EQ(answer.ending, Ending::Cut);
  EXPECT_EQ(answer.text.size(), 1'000U);
}

TEST(LineClient, WaitsNoLongerThanItsLimit) {
  OneLine server("half an ans", OneLine::Then::Hold);
  EXPECT_EQ(ask(LineClient::Lab::Yes, "127.0.0.1", server.port(), {.total = Millis(200)}).ending, Ending::Timeout);
}

TEST(LineClient, ADoorThatIsClosedIsNoConnection) {
  std::uint16_t port = 0;
  {
    OneLine gone("");
    port = gone.port();
  }
  EXPECT_EQ(ask(LineClient::Lab::Yes, "127.0.0.1", port).ending, Ending::NoConnection);
}

TEST(LineClient, WithoutALabOnlyPublicAddressesAreAsked) {
  for (const char* host : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1"})
    EXPECT_EQ(ask(LineClient::Lab::No, host, 43).ending, Ending::RefusedAddress) << host;
}

TEST(LineClient, InALabNoNameIsLookedUp) {
  EXPECT_EQ(ask(LineClient::Lab::Yes, "whois.example.cn", 43).ending, Ending::RefusedAddress);
}

}  // namespace
}  // namespace huabiao::monitor::fetch
