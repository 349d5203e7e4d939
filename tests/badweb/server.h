#pragma once
// Server: plays the responder's scripts on two loopback ports, one plain, one TLS. One thread, one event loop.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "authority.h"
#include "reply.h"

namespace huabiao::badweb {

struct ServerLimits {
  std::size_t connections = 4000;          // at once, both ports; more wait in the listen queue
  std::size_t request_head = 16U << 10U;   // bytes; longer heads end the connection
  std::size_t endless_bytes = 256U << 20;  // of a body without end, per connection
  std::chrono::seconds idle{30};           // between requests
  std::chrono::seconds handshake{20};
};

struct Ports {
  std::uint16_t plain = 0, tls = 0;  // 0: any free one
};

class Server {
 public:
  // Listens at once. Throws boost::system::system_error when a port is taken. Lifetime: both outlive the server.
  Server(Responder& responder, CertificateAuthority& authority, Ports ports, ServerLimits limits = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  [[nodiscard]] Ports ports() const;
  // Serves until SIGTERM, SIGINT, stop() or the end of `lifetime` (0: none). Thread: the caller's.
  void run(std::chrono::seconds lifetime);
  void stop();  // Thread: any.

  struct State;  // the implementation's

 private:
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::badweb
