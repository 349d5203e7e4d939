#pragma once
// A resolver on loopback that plays what it is told, and the packets it plays.

#include <arpa/inet.h>
#include <array>
#include <functional>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "monitor/fetch/resolver_address.h"

namespace huabiao::monitor::fetch::played {

using Play = std::function<std::string(std::string_view question)>;  // a whole packet -> a whole packet; empty: silence
inline constexpr std::size_t kHeadBytes = 12;

// A resolver on loopback that plays what it is told.
class Played {
 public:
  explicit Played(Play play) : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    ::bind(fd_, reinterpret_cast<sockaddr*>(&at), length);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &length);
    port_ = ntohs(at.sin_port);
    thread_ = std::jthread([this, play = std::move(play)](const std::stop_token& stop) { serve(play, stop); });
  }
  ~Played() {
    thread_.request_stop();
    thread_.join();
    ::close(fd_);
  }
  Played(const Played&) = delete;
  Played& operator=(const Played&) = delete;
  [[nodiscard]] ResolverAddress address() const { return {"127.0.0.1", port_}; }

 private:
  void serve(const Play& play, const std::stop_token& stop) const {
    std::array<char, 512> bytes{};
    while (!stop.stop_requested()) {
      pollfd ready{fd_, POLLIN, 0};
      if (::poll(&ready, 1, 20) <= 0) continue;
      sockaddr_in from{};
      socklen_t length = sizeof from;
      const auto got = ::recvfrom(fd_, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
      if (got < static_cast<ssize_t>(kHeadBytes)) continue;
      const std::string out = play({bytes.data(), static_cast<std::size_t>(got)});
      if (!out.empty()) ::sendto(fd_, out.data(), out.size(), 0, reinterpret_cast<sockaddr*>(&from), length);
    }
  }
  int fd_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

inline std::string two(unsigned value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xffU)};
}
inline std::string wire(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find('.'), name.size());
    out += static_cast<char>(end);
    out += name.substr(0, end);
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return out + '\0';
}
inline std::string record(std::string_view owner, unsigned type, unsigned ttl, std::string_view data) {
  return wire(owner) + two(type) + two(1) + two(0) + two(ttl) + two(static_cast<unsigned>(data.size())) +
         std::string(data);
}
inline unsigned type_of(std::string_view question) {
  return static_cast<unsigned char>(question[question.size() - 3]);
}
inline std::string reply(std::string_view question, unsigned flags, const std::vector<std::string>& records) {
  std::string out(question.substr(0, 2));
  out += two(flags) + two(1) + two(static_cast<unsigned>(records.size())) + two(0) + two(0);
  out += question.substr(kHeadBytes);
  for (const std::string& one : records) out += one;
  return out;
}
inline constexpr unsigned kGood = 0x8180, kFailed = 0x8182, kNoName = 0x8183, kRefused = 0x8185;
inline constexpr unsigned kA = 1, kNs = 2, kCname = 5, kAaaa = 28;

}  // namespace huabiao::monitor::fetch::played
