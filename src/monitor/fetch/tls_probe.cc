#include "monitor/fetch/tls_probe.h"

#include <array>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>
#include <utility>

#include "monitor/fetch/socket_door.h"
#include "web/ip_range.h"

namespace huabiao::monitor::fetch {
namespace {

constexpr std::array<int, kTlsVersions.size()> kWire = {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Connection = std::unique_ptr<SSL, decltype(&SSL_free)>;

ShownCertificate shown(X509* certificate) {
  ShownCertificate one;
  const Certificate facts = certificate_facts(certificate);
  one.subject = facts.subject;
  one.issuer = facts.issuer;
  one.not_after = facts.not_after;
  one.self_issued = X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
  if (const EVP_PKEY* key = X509_get0_pubkey(certificate); key != nullptr) {
    if (const char* name = EVP_PKEY_get0_type_name(key); name != nullptr) one.key = name;
    one.key_bits = EVP_PKEY_get_bits(key);
  }
  if (const int signature = X509_get_signature_nid(certificate); signature != NID_undef)
    one.signature = OBJ_nid2sn(signature);
  return one;
}

void take_chain(SSL* ssl, const TlsObservation& seen, TlsSet& set) {
  STACK_OF(X509)* const served = SSL_get_peer_cert_chain(ssl);
  set.chain.clear();
  set.in_order = true;
  const int count = std::min(sk_X509_num(served), static_cast<int>(TlsSet::kChain));
  for (int i = 0; i < count; ++i) {
    X509* const one = sk_X509_value(served, i);
    set.chain.push_back(shown(one));
    // Extra roots and cross certificates at the end are no disorder as long as each issues the one before.
    if (i > 0 && X509_NAME_cmp(X509_get_issuer_name(sk_X509_value(served, i - 1)), X509_get_subject_name(one)) != 0)
      set.in_order = false;
  }
  const bool issuer_lacks = seen.error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
                            seen.error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE ||
                            seen.error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT;
  set.complete = !issuer_lacks || set.chain.empty() || set.chain.back().self_issued;
}

}  // namespace

struct TlsProbe::Trying {
  std::uint16_t port = 0;
  std::string host;
  std::size_t version = 0;  // of kTlsVersions, the one being tried
  TlsSet set;
  TlsObservation seen;
  OnDone done;
  int fd = -1;
  Context context{nullptr, &SSL_CTX_free};
  Connection ssl{nullptr, &SSL_free};
  loop::EventLoop::TimerId deadline = 0;
  loop::SteadyPoint until{};
};

Result<std::unique_ptr<TlsProbe>> TlsProbe::create(loop::EventLoop& loop, const std::string& ca_file, Millis gap,
                                                   const TlsProbeLimits& limits) {
  auto watch = TlsWatch::create(ca_file);
  if (!watch) return fail(std::move(watch));
  return std::unique_ptr<TlsProbe>(new TlsProbe(loop, *std::move(watch), gap, limits));
}

void TlsProbe::probe(const std::string& address, std::uint16_t port, const std::string& host, OnDone done) {
  auto trying = std::make_shared<Trying>();
  trying->set.address = address;
  trying->port = port;
  trying->host = host;
  trying->done = std::move(done);
  trying->until = std::chrono::steady_clock::now() + limits_.total;
  try_next(trying);
}

void TlsProbe::try_next(const std::shared_ptr<Trying>& trying) {
  const bool over = trying->version == kTlsVersions.size() || std::chrono::steady_clock::now() >= trying->until;
  if (over) return std::exchange(trying->done, nullptr)(std::move(trying->set));
  trying->seen = {.host = trying->host, .facts = {}, .error = 0};
  trying->context.reset(SSL_CTX_new(TLS_client_method()));
  watch_->attach(trying->context.get(), trying->seen);
  const int wire = kWire.at(trying->version);
  SSL_CTX_set_min_proto_version(trying->context.get(), wire);
  SSL_CTX_set_max_proto_version(trying->context.get(), wire);
  SSL_CTX_set_verify(trying->context.get(), SSL_VERIFY_PEER, nullptr);
  trying->ssl.reset(SSL_new(trying->context.get()));
  trying->fd = begin_connection(trying->set.address, trying->port);
  if (trying->fd < 0) return end(trying, TlsAccepts::Silent);
  SSL_set_fd(trying->ssl.get(), trying->fd);
  if (!web::canonical_ip(trying->host)) SSL_set_tlsext_host_name(trying->ssl.get(), trying->host.c_str());
  trying->deadline = loop_.after(limits_.handshake, [this, trying] { end(trying, TlsAccepts::Silent); });
  loop_.watch(trying->fd, {.read = false, .write = true}, [this, trying](loop::Ready /*ready*/) { go_on(trying); });
}

void TlsProbe::go_on(const std::shared_ptr<Trying>& trying) {
  ERR_clear_error();
  SSL* const ssl = trying->ssl.get();
  const int done = SSL_connect(ssl);
  if (done == 1) {
    take_chain(ssl, trying->seen, trying->set);
    return end(trying, TlsAccepts::Accepted);
  }
  const int error = SSL_get_error(ssl, done);
  if (BIO_number_read(SSL_get_rbio(ssl)) > limits_.received_bytes) return end(trying, TlsAccepts::Silent);
  if (error == SSL_ERROR_WANT_READ) return loop_.change(trying->fd, {.read = true, .write = false});
  if (error == SSL_ERROR_WANT_WRITE) return loop_.change(trying->fd, {.read = false, .write = true});
  // An alert, another version, or a connection closed at our greeting: it heard us and would not. Closed before that,
  // nobody was there.
  const bool greeted = BIO_number_written(SSL_get_wbio(ssl)) > 0;
  ERR_clear_error();
  end(trying, greeted ? TlsAccepts::Refused : TlsAccepts::Silent);
}

void TlsProbe::end(const std::shared_ptr<Trying>& trying, TlsAccepts how) {
  loop_.cancel(std::exchange(trying->deadline, 0));
  if (trying->fd >= 0) loop_.unwatch(trying->fd);
  trying->ssl.reset();
  trying->context.reset();
  if (trying->fd >= 0) ::close(std::exchange(trying->fd, -1));
  trying->set.versions.at(trying->version++) = how;
  // By the loop: a handler may not make the next connection while it is still being run.
  loop_.after(trying->version < kTlsVersions.size() ? gap_ : Millis(0), [this, trying] { try_next(trying); });
}

}  // namespace huabiao::monitor::fetch
