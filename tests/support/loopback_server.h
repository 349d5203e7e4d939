#pragma once
// LoopbackServer: a web server on two free ports of 127.0.0.1, plain and TLS, for tests of those who visit. What it
// does with a request is the test's to say, down to the raw bytes. One thread per connection; all end with the object.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace huabiao::support {

struct Request {
  bool tls = false;
  std::string host, path;  // as sent
  std::string head;        // all of it
};

// The way back. send() gives false once the client is gone or the server ends.
class Reply {
 public:
  virtual ~Reply() = default;
  virtual bool send(const std::string& bytes) = 0;
  virtual void reset() = 0;                 // RST instead of an orderly end
  virtual bool wait(int milliseconds) = 0;  // false: the server ends
  // Status line, headers and body, Content-Length set.
  void answer(int status, const std::string& body, const std::string& more_headers = "Content-Type: text/html\r\n");
};

class LoopbackServer {
 public:
  using Handler = std::function<void(const Request&, Reply&)>;
  // The certificate is self-signed for `certificate_host`, valid from now - 1 day for `valid_days` (negative: expired).
  explicit LoopbackServer(Handler handler, const std::string& certificate_host = "tls.example.cn", int valid_days = 30);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] std::uint16_t plain_port() const;
  [[nodiscard]] std::uint16_t tls_port() const;
  [[nodiscard]] std::string lab() const;  // "127.0.0.1:PLAIN:TLS"
  [[nodiscard]] std::string certificate_pem() const;
  [[nodiscard]] int connections() const;  // accepted so far, both ports

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace huabiao::support
