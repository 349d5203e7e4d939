#pragma once
// TlsProbe: which versions of TLS does a host accept? One handshake for each version, one after the other, and nothing
// said after it; the chain shown is looked at beside what every visit sees of it. The library's security level is
// lowered for these handshakes alone: what browsers refuse is to be seen, and nothing secret is sent. Whether the
// address may be connected to is the caller's to know: it is one a fetch has connected to.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "loop/event_loop.h"
#include "monitor/fetch/tls_watch.h"
#include "monitor/tls_set.h"

namespace huabiao::monitor::fetch {

struct TlsProbeLimits {
  Millis total{16'000};                      // no handshake is begun later than so long after the first
  Millis handshake{4'000};                   // connection and handshake of one version
  std::size_t received_bytes = 256U << 10U;  // of one handshake; real ones have 2 to 10 KB
};

class TlsProbe {
 public:
  using OnDone = std::function<void(TlsSet)>;
  // `gap`: between two handshakes. Reads certificates, so before a sandbox closes. Fails: as TlsWatch::create.
  static Result<std::unique_ptr<TlsProbe>> create(loop::EventLoop& loop, const std::string& ca_file, Millis gap,
                                                  const TlsProbeLimits& limits = {});

  // `host`: what is asked for in the handshake. `done` runs on the loop's thread, exactly once, maybe before this
  // returns. The probe outlives it.
  void probe(const std::string& address, std::uint16_t port, const std::string& host, OnDone done);

 private:
  struct Trying;
  TlsProbe(loop::EventLoop& loop, std::unique_ptr<TlsWatch> watch, Millis gap, const TlsProbeLimits& limits)
      : loop_(loop), watch_(std::move(watch)), gap_(gap), limits_(limits) {}
  void try_next(const std::shared_ptr<Trying>& trying);
  void go_on(const std::shared_ptr<Trying>& trying);
  void end(const std::shared_ptr<Trying>& trying, TlsAccepts how);

  loop::EventLoop& loop_;
  const std::unique_ptr<TlsWatch> watch_;
  const Millis gap_;
  const TlsProbeLimits limits_;
};

}  // namespace huabiao::monitor::fetch
