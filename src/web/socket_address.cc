#include "web/socket_address.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>

namespace huabiao::web {

std::string address_text(const sockaddr& socket) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = socket.sa_family == AF_INET
                          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(socket).sin_addr)
                          : static_cast<const void*>(&reinterpret_cast<const sockaddr_in6&>(socket).sin6_addr);
  return inet_ntop(socket.sa_family, bytes, text.data(), text.size()) == nullptr ? std::string() : text.data();
}

}  // namespace huabiao::web
