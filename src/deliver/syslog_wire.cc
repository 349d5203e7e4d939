#include "deliver/syslog_wire.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace huabiao::deliver {
namespace {

using Steady = std::chrono::steady_clock;

class Socket {
 public:
  Socket(int family, int type) : descriptor_(socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

struct Where {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

Where where(const std::string& address, std::uint16_t port) {
  Where out;
  auto& four = reinterpret_cast<sockaddr_in&>(out.storage);
  auto& six = reinterpret_cast<sockaddr_in6&>(out.storage);
  if (inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    out.size = sizeof four;
  } else if (inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    out.size = sizeof six;
  }
  return out;
}

std::unexpected<Error> not_told(std::string_view code, const std::string& address) {
  return fail(Kind::Unavailable, code, address + ": " + std::strerror(errno));
}

enum class Ready { Yes, Timeout, Stopped };

// Waits for `events`, in slices, so that a stop is heard.
Ready wait_for(int descriptor, short events, Steady::time_point until, const std::stop_token& stop) {
  constexpr std::int64_t kSliceMillis = 100;
  while (!stop.stop_requested()) {
    const auto left = std::chrono::duration_cast<Millis>(until - Steady::now()).count();
    if (left <= 0) return Ready::Timeout;
    pollfd one{.fd = descriptor, .events = events, .revents = 0};
    const int ready = poll(&one, 1, static_cast<int>(std::min(left, kSliceMillis)));
    if (ready > 0) return Ready::Yes;
    if (ready < 0 && errno != EINTR) return Ready::Timeout;
  }
  return Ready::Stopped;
}

class Wire {
 public:
  Wire(const Syslog& syslog, const std::string& address, const std::stop_token& stop, const DeliverLimits& limits)
      : tcp_(syslog.transport == Syslog::Transport::Tcp),
        address_(address),
        where_(where(address, syslog.port)),
        socket_(where_.storage.ss_family, tcp_ ? SOCK_STREAM : SOCK_DGRAM),
        stop_(stop),
        limits_(limits) {}

  Done open() {
    if (where_.size == 0 || socket_.descriptor() < 0) return not_told("deliver.unreachable", address_);
    if (connect(socket_.descriptor(), reinterpret_cast<const sockaddr*>(&where_.storage), where_.size) == 0) return {};
    if (errno != EINPROGRESS) return not_told("deliver.unreachable", address_);
    if (auto ready = wait(POLLOUT, limits_.connect); !ready) return ready;
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket_.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
    errno = error;
    return error == 0 ? Done() : not_told("deliver.unreachable", address_);
  }

  Done tell(const std::string& text) {
    const std::string frame = tcp_ ? std::to_string(text.size()) + " " + text : text;
    for (std::size_t at = 0; at < frame.size();) {
      if (auto ready = wait(POLLOUT, limits_.whole); !ready) return ready;
      const ssize_t sent = send(socket_.descriptor(), frame.data() + at, frame.size() - at, MSG_NOSIGNAL);
      if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (sent < 0) return not_told("deliver.cut_off", address_);
      at += static_cast<std::size_t>(sent);
    }
    return tcp_ ? farewell() : Done();
  }

 private:
  // A receiver that died meanwhile answers the end with a reset.
  Done farewell() {
    shutdown(socket_.descriptor(), SHUT_WR);
    const auto until = Steady::now() + limits_.farewell;
    std::array<char, 256> ignored{};
    while (wait_for(socket_.descriptor(), POLLIN, until, stop_) == Ready::Yes) {
      const ssize_t read = recv(socket_.descriptor(), ignored.data(), ignored.size(), 0);
      if (read == 0) return {};
      if (read < 0 && errno != EAGAIN && errno != EINTR) return not_told("deliver.cut_off", address_);
    }
    return {};
  }

  Done wait(short events, Millis time) {
    switch (wait_for(socket_.descriptor(), events, Steady::now() + time, stop_)) {
      case Ready::Yes:
        return {};
      case Ready::Stopped:
        return fail(Kind::Unavailable, "deliver.stopped", address_);
      case Ready::Timeout:
        break;
    }
    return fail(Kind::Unavailable, "deliver.timeout", address_);
  }

  const bool tcp_;
  const std::string& address_;
  const Where where_;
  Socket socket_;
  const std::stop_token& stop_;
  const DeliverLimits& limits_;
};

}  // namespace

Done hand_to_syslog(const Syslog& syslog, const std::vector<std::string>& addresses, const std::string& text,
                    const std::stop_token& stop, const DeliverLimits& limits) {
  Done last = fail(Kind::Unavailable, "deliver.unreachable", syslog.host);
  for (const std::string& address : addresses) {
    Wire wire(syslog, address, stop, limits);
    last = wire.open();
    if (last) last = wire.tell(text);
    if (last || stop.stop_requested()) break;
  }
  return last;
}

}  // namespace huabiao::deliver
