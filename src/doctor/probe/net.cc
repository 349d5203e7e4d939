// What doctor sees of the net: the port the server wants, and the resolver.

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <set>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

#include "doctor/probe/parts.h"
#include "web/ip_range.h"

namespace huabiao::doctor {
namespace {

namespace fs = std::filesystem;

// The sockets that listen on a port, by the kernel's table (proc(5): /proc/net/tcp).
std::set<std::string> listening_inodes(std::uint16_t port) {
  std::set<std::string> inodes;
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream file(table);
    std::string line;
    std::getline(file, line);  // the heading
    while (std::getline(file, line)) {
      std::istringstream fields(line);
      std::string number, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
      fields >> number >> local >> remote >> state >> queues >> timer >> retransmits >> uid >> timeout >> inode;
      const std::size_t colon = local.rfind(':');
      unsigned here = 0;
      if (colon == std::string::npos || state != "0A") continue;
      std::from_chars(local.data() + colon + 1, local.data() + local.size(), here, 16);
      if (here == port) inodes.insert(std::string("socket:[").append(inode).append("]"));
    }
  }
  return inodes;
}

bool holds_one_of(const fs::path& process, const std::set<std::string>& sockets) {
  std::error_code error;
  for (fs::directory_iterator at(process / "fd", error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (sockets.contains(fs::read_symlink(at->path(), ignored).string())) return true;
  }
  return false;
}

// "nginx (pid 71)"; empty when it belongs to an account whose processes may not be looked into.
std::string holder_of(std::uint16_t port) {
  const std::set<std::string> sockets = listening_inodes(port);
  if (sockets.empty()) return {};
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
    const std::string pid = at->path().filename().string();
    if (pid.find_first_not_of("0123456789") != std::string::npos || !holds_one_of(at->path(), sockets)) continue;
    std::string name;
    std::ifstream comm(at->path() / "comm");
    std::getline(comm, name);
    return name.append(" (pid ").append(pid).append(")");
  }
  return {};
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

std::string name_servers_error(int code) {
  switch (code) {
    case HOST_NOT_FOUND:
      return "NXDOMAIN";
    case TRY_AGAIN:
      return "no answer in time";
    case NO_DATA:
      return "an empty answer";
    default:
      return "refused or failed";
  }
}

}  // namespace

PortWorld look_at_port(const settings::Settings& settings) {
  const std::string service = std::to_string(settings.listen.port);
  PortWorld port{.address = settings.listen.host + ":" + service};
  port.encrypted = !settings.tls_certificate.empty() && !settings.tls_key.empty();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int status = getaddrinfo(settings.listen.host.c_str(), service.c_str(), &hints, &found);
  const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
  if (status != 0) {
    port.error = gai_strerror(status);
    return port;
  }
  char text[NI_MAXHOST] = {};
  getnameinfo(addresses->ai_addr, addresses->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  port.loopback = web::reach_of(text) == web::Reach::Loopback;
  const int fd = socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    port.error = std::strerror(errno);
    return port;
  }
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // Some kernels say at bind, some only at listen, that another socket has the port.
  if (bind(fd, addresses->ai_addr, addresses->ai_addrlen) != 0 || listen(fd, 1) != 0) {
    port.free = errno != EADDRINUSE;
    if (port.free) port.error = std::strerror(errno);
  }
  close(fd);
  if (!port.free) port.holder = holder_of(settings.listen.port);
  return port;
}

DnsWorld look_at_dns(bool needed, const ProbeLimits& limits) {
  DnsWorld dns{.needed = needed};
  if (!needed) return dns;
  struct __res_state state{};
  if (res_ninit(&state) != 0) {
    dns.error = "resolv.conf";
    return dns;
  }
  for (int i = 0; i < state.nscount; ++i) {
    char text[INET_ADDRSTRLEN] = {};
    if (inet_ntop(AF_INET, &state.nsaddr_list[i].sin_addr, text, sizeof text) != nullptr)
      dns.servers.emplace_back(text);
  }
  state.retrans = static_cast<int>(limits.dns.count());
  state.retry = 1;
  unsigned char answer[4096];
  // The root's name servers: every resolver knows them, and the question tells nobody which sites are looked after.
  const int length = res_nquery(&state, ".", ns_c_in, ns_t_ns, answer, sizeof answer);
  if (length <= 0) dns.error = name_servers_error(state.res_h_errno);
  dns.resolved = length > 0;
  dns.answered = dns.resolved || state.res_h_errno == HOST_NOT_FOUND || state.res_h_errno == NO_DATA;
  res_nclose(&state);
  return dns;
}

}  // namespace huabiao::doctor
