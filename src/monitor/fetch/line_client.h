#pragma once
// LineClient asks a server one line and reads what it says until it closes the connection: WHOIS (RFC 3912). By the
// same rule as a fetch: to public addresses only, all of a name's; with a lab to addresses named as such alone.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "loop/event_loop.h"

namespace huabiao::monitor::fetch {

class DnsResolver;

struct LineLimits {
  Millis total{15'000};                // name, connection and answer together
  std::size_t bytes = 256U << 10U;     // of an answer; the rest is not read
  std::size_t addresses = 3;           // of one name tried in turn
  std::size_t question_bytes = 1'024;  // a longer one is not asked
};

struct LineAnswer {
  enum class Ending : std::uint8_t {
    Complete,        // the server closed; text may be empty
    Cut,             // at the limit of bytes
    RefusedAddress,  // not one to connect to
    NoAddress,
    NoConnection,
    Timeout,
  };
  Ending ending = Ending::Timeout;
  std::string text;
  std::string detail;  // of what is no answer
};

class LineClient {
 public:
  enum class Lab : bool { No, Yes };
  // Reads the system's resolver configuration, so before a sandbox closes. Fails: fetch.no_dns.
  static Result<std::unique_ptr<LineClient>> create(loop::EventLoop& loop, Lab lab, const LineLimits& limits = {});
  ~LineClient();
  LineClient(const LineClient&) = delete;
  LineClient& operator=(const LineClient&) = delete;

  // `host`: a name in A-labels, or an address. `question`: its line end included. `done` runs on the loop's thread,
  // exactly once, maybe before this returns. Not after the client is gone.
  void ask(const std::string& host, std::uint16_t port, std::string question, std::function<void(LineAnswer)> done);

 private:
  struct Asking;
  LineClient(loop::EventLoop& loop, Lab lab, const LineLimits& limits);
  void connect_next(const std::shared_ptr<Asking>& asking);
  void end(const std::shared_ptr<Asking>& asking, LineAnswer::Ending ending, std::string detail) const;
  void on_ready(const std::shared_ptr<Asking>& asking, loop::Ready ready);
  [[nodiscard]] bool read_some(const std::shared_ptr<Asking>& asking) const;
  void close(Asking& asking) const;

  loop::EventLoop& loop_;
  const Lab lab_;
  const LineLimits limits_;
  std::unique_ptr<DnsResolver> resolver_;  // none in a lab
};

}  // namespace huabiao::monitor::fetch
