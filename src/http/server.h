#pragma once
// Server: the socket side. Takes connections on one address, reads requests within Limits, has the Dispatcher answer
// them on the work pool, writes answers and event streams. Plain HTTP, or TLS 1.2 and newer with a certificate.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/dispatch.h"
#include "http/limits.h"

namespace huabiao::http {

struct ListenSettings {
  std::string host = "127.0.0.1";          // an address, or "localhost"
  std::uint16_t port = 8787;               // 0: any free one
  std::filesystem::path certificate, key;  // PEM; both or none
  std::filesystem::path spool;             // existing directory for uploads on their way
};

class Server {
 public:
  // Listening when it returns. Lifetime: dispatcher and metrics outlive it.
  // Fails: Environment http.port_in_use, http.cannot_listen, http.bad_certificate; Invalid http.bad_listen.
  static Result<std::unique_ptr<Server>> start(const ListenSettings& settings, const Limits& limits,
                                               Dispatcher& dispatcher, Metrics& metrics);
  ~Server();  // stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // Takes no more connections, ends event streams, lets answers under way finish within Limits::stop_grace.
  // Thread: any but the server's own; blocks; once or more.
  void stop();

 private:
  struct Inside;
  explicit Server(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace huabiao::http
