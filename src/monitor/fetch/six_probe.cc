#include "monitor/fetch/six_probe.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "web/ip_range.h"
#include "web/socket_address.h"

namespace huabiao::monitor::fetch {
namespace {

sockaddr_in6 socket_address(const std::string& address, std::uint16_t port) {
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons(port);
  inet_pton(AF_INET6, address.c_str(), &to.sin6_addr);
  return to;
}

int connect_to(int fd, const sockaddr_in6& to) {
  return ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

// Would a packet leave, from an address the net can answer to? Nothing is sent.
bool has_way(const std::string& address) {
  const int fd = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  sockaddr_in6 from{};
  socklen_t length = sizeof from;
  const bool way = connect_to(fd, socket_address(address, 9)) == 0 &&
                   ::getsockname(fd, reinterpret_cast<sockaddr*>(&from), &length) == 0 &&
                   web::is_public(web::address_text(reinterpret_cast<const sockaddr&>(from)));
  ::close(fd);
  return way;
}

}  // namespace

struct SixProbe::Trying {
  struct Door {
    std::string address;
    std::uint16_t port = 0;
  };
  std::vector<Door> left;  // the next one last
  OnDone done;
};

void SixProbe::probe(const std::vector<std::string>& addresses, std::uint16_t port, OnDone done) {
  std::vector<std::string> six;
  for (const std::string& address : addresses)
    if (address.find(':') != std::string::npos) six.push_back(address);
  if (six.empty()) return done(SixReach::None);
  auto trying = std::make_shared<Trying>();
  trying->done = std::move(done);
  if (lab_) {
    if (lab_->address().find(':') == std::string::npos) return trying->done(SixReach::NotTried);
    trying->left = {{lab_->address(), lab_->plain_port()}, {lab_->address(), lab_->tls_port()}};
    return try_next(trying);
  }
  const bool all_public = std::ranges::all_of(six, [](const std::string& one) { return web::is_public(one); });
  if (!all_public || !has_way(six.front())) return trying->done(SixReach::NotTried);
  constexpr std::uint16_t kTls = 443, kPlain = 80;
  if (port != 0)
    trying->left = {{six.back(), port}, {six.front(), port}};
  else
    trying->left = {{six.back(), kTls}, {six.front(), kPlain}, {six.front(), kTls}};
  try_next(trying);
}

void SixProbe::try_next(const std::shared_ptr<Trying>& trying) {
  if (trying->left.empty()) return trying->done(SixReach::Unreachable);
  const Trying::Door door = std::move(trying->left.back());
  trying->left.pop_back();
  const int fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int begun = fd < 0 ? -1 : connect_to(fd, socket_address(door.address, door.port));
  if (begun == 0 || (fd >= 0 && errno != EINPROGRESS)) {
    ::close(fd);
    return begun == 0 ? trying->done(SixReach::Reachable) : try_next(trying);
  }
  if (fd < 0) return trying->done(SixReach::NotTried);
  const auto end = [this, fd, trying](bool reached) {
    loop_.unwatch(fd);
    ::close(fd);
    return reached ? trying->done(SixReach::Reachable) : try_next(trying);
  };
  const auto deadline = loop_.after(limits_.connect, [end] { end(false); });
  loop_.watch(fd, {.read = false, .write = true}, [this, fd, deadline, end](loop::Ready /*ready*/) {
    loop_.cancel(deadline);
    int error = 0;
    socklen_t length = sizeof error;
    end(::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0);
  });
}

}  // namespace huabiao::monitor::fetch
