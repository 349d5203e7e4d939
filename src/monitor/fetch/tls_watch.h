#pragma once
// TlsWatch looks at what a server shows in its TLS handshake and lets every handshake go on: a bad certificate is a
// fact about the site, and its page is read all the same. Nothing secret is ever sent, so nothing is lost by that.
// Inner to this room: the curl driver hands its SSL_CTX over as void*.

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "monitor/visit.h"

namespace huabiao::monitor::fetch {

struct TlsLimits {
  static constexpr int kCertificates = 10;    // of a served chain kept
  static constexpr int kNames = 100;          // of a certificate kept
  static constexpr std::size_t kText = 1024;  // bytes of a subject, issuer or name kept
};

// What one handshake showed. `host` is set before, the rest by the handshake.
struct TlsObservation {
  std::string host;
  std::optional<TlsFacts> facts;
  int error = 0;  // X509_V_ERR_... of the chain, the first met; 0: none
};

// What a certificate says of itself. `x509`: an X509.
Certificate certificate_facts(const void* x509);

class TlsWatch {
 public:
  // Trusts the system's authorities and those in `ca_file` (PEM; empty: none). Reads both now, so before a sandbox
  // closes. Fails: fetch.bad_ca_file; fetch.no_authorities when there is nothing to trust at all.
  static Result<std::unique_ptr<TlsWatch>> create(const std::string& ca_file);
  ~TlsWatch();
  TlsWatch(const TlsWatch&) = delete;
  TlsWatch& operator=(const TlsWatch&) = delete;

  // Prepares an SSL_CTX; `observation` outlives every handshake made with it.
  void attach(void* ssl_ctx, TlsObservation& observation) const;

 private:
  struct Store;
  explicit TlsWatch(std::unique_ptr<Store> store);
  std::unique_ptr<Store> store_;
};

}  // namespace huabiao::monitor::fetch
