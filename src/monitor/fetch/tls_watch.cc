#include "monitor/fetch/tls_watch.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "web/ip_range.h"

namespace huabiao::monitor::fetch {
namespace {

// Where the system keeps its authorities in one file. The directory form would be opened lazily, inside the sandbox.
constexpr std::array kSystemAuthorities = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                           "/etc/ssl/cert.pem"};

std::string bounded(std::string_view text) {
  return utf8::scrub(utf8::cut(text, TlsLimits::kText));
}

std::string one_line(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return bounded({text, static_cast<std::size_t>(size)});
}

TimePoint time_of(const ASN1_TIME* time) {
  std::tm broken{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &broken) != 1) return {};
  return from_millis(static_cast<std::int64_t>(timegm(&broken)) * 1000);
}

std::vector<std::string> names_of(const X509* certificate) {
  std::vector<std::string> names;
  using Names = std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)>;
  const Names all(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
                  &GENERAL_NAMES_free);
  for (int i = 0; i < sk_GENERAL_NAME_num(all.get()) && i < TlsLimits::kNames; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type != GEN_DNS) continue;
    const ASN1_IA5STRING* text = name->d.dNSName;
    names.push_back(bounded({reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                             static_cast<std::size_t>(ASN1_STRING_length(text))}));
  }
  return names;
}

}  // namespace

Certificate certificate_facts(const void* x509) {
  const auto* certificate = static_cast<const X509*>(x509);
  Certificate facts;
  facts.subject = one_line(X509_get_subject_name(certificate));
  facts.issuer = one_line(X509_get_issuer_name(certificate));
  facts.not_before = time_of(X509_get0_notBefore(certificate));
  facts.not_after = time_of(X509_get0_notAfter(certificate));
  facts.names = names_of(certificate);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1)
    facts.sha256 = hex({reinterpret_cast<const char*>(digest.data()), size});
  return facts;
}

namespace {

// When the first of a chain ends. What the library verified may be another chain than the one served.
std::optional<TimePoint> first_end(const STACK_OF(X509) * chain) {
  std::optional<TimePoint> first;
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const TimePoint ends = time_of(X509_get0_notAfter(sk_X509_value(chain, i)));
    first = std::min(first.value_or(ends), ends);
  }
  return first;
}

struct Errors {
  int first = X509_V_OK;
  bool expired = false, self_signed = false;
};

int errors_index() {
  static const int index = X509_STORE_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

// OpenSSL asks at each certificate; "go on" at every error lets all of them be collected.
int collect(int holds, X509_STORE_CTX* context) {
  if (holds == 1) return 1;
  auto* errors = static_cast<Errors*>(X509_STORE_CTX_get_ex_data(context, errors_index()));
  const int error = X509_STORE_CTX_get_error(context);
  if (errors->first == X509_V_OK) errors->first = error;
  if (error == X509_V_ERR_CERT_HAS_EXPIRED) errors->expired = true;
  if (error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT) errors->self_signed = true;
  return 1;
}

bool covers(X509* leaf, const std::string& host) {
  if (web::reach_of(host) != web::Reach::NotAnAddress) return X509_check_ip_asc(leaf, host.c_str(), 0) == 1;
  return X509_check_host(leaf, host.data(), host.size(), 0, nullptr) == 1;
}

TlsFacts judge_chain(X509_STORE_CTX* context, const std::string& host, int& first_error) {
  Errors errors;
  X509_STORE_CTX_set_ex_data(context, errors_index(), &errors);
  X509_STORE_CTX_set_verify_cb(context, &collect);
  const int verified = X509_verify_cert(context);
  if (verified != 1 && errors.first == X509_V_OK) errors.first = X509_STORE_CTX_get_error(context);
  ERR_clear_error();

  first_error = errors.first;
  TlsFacts facts;
  if (errors.first == X509_V_OK) facts.verified_until = first_end(X509_STORE_CTX_get0_chain(context));
  X509* leaf = X509_STORE_CTX_get0_cert(context);
  const STACK_OF(X509)* served = X509_STORE_CTX_get0_untrusted(context);
  for (int i = 0; i < sk_X509_num(served) && i < TlsLimits::kCertificates; ++i)
    facts.chain.push_back(certificate_facts(sk_X509_value(served, i)));
  facts.name_mismatch = leaf == nullptr || !covers(leaf, host);
  facts.expired = errors.expired;
  facts.self_signed = errors.self_signed;
  facts.trusted = errors.first == X509_V_OK && !facts.name_mismatch;
  if (errors.first != X509_V_OK)
    facts.verify_error = X509_verify_cert_error_string(errors.first);
  else if (facts.name_mismatch)
    facts.verify_error = X509_verify_cert_error_string(X509_V_ERR_HOSTNAME_MISMATCH);
  return facts;
}

int on_certificates(X509_STORE_CTX* context, void* argument) {
  auto* observation = static_cast<TlsObservation*>(argument);
  TlsFacts facts = judge_chain(context, observation->host, observation->error);
  const auto* ssl = static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
  facts.protocol = SSL_get_version(ssl);
  const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl);
  if (cipher == nullptr) cipher = SSL_get_pending_cipher(ssl);
  if (cipher != nullptr) facts.cipher = SSL_CIPHER_get_name(cipher);
  observation->facts = std::move(facts);
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

}  // namespace

struct TlsWatch::Store {
  X509_STORE* authorities = X509_STORE_new();
  Store() = default;
  ~Store() { X509_STORE_free(authorities); }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
};

TlsWatch::TlsWatch(std::unique_ptr<Store> store) : store_(std::move(store)) {}
TlsWatch::~TlsWatch() = default;

Result<std::unique_ptr<TlsWatch>> TlsWatch::create(const std::string& ca_file) {
  auto store = std::make_unique<Store>();
  bool any = false;
  for (const char* file : kSystemAuthorities)
    if (access(file, R_OK) == 0 && X509_STORE_load_file(store->authorities, file) == 1) {
      any = true;
      break;
    }
  if (!ca_file.empty()) {
    if (X509_STORE_load_file(store->authorities, ca_file.c_str()) != 1) {
      ERR_clear_error();
      return fail(Kind::Unreadable, "fetch.bad_ca_file", ca_file, "a PEM file of certificates");
    }
    any = true;
  }
  ERR_clear_error();
  if (!any) return fail(Kind::Environment, "fetch.no_authorities", kSystemAuthorities.front());
  return std::unique_ptr<TlsWatch>(new TlsWatch(std::move(store)));
}

void TlsWatch::attach(void* ssl_ctx, TlsObservation& observation) const {
  auto* context = static_cast<SSL_CTX*>(ssl_ctx);
  SSL_CTX_set1_cert_store(context, store_->authorities);
  SSL_CTX_set_cert_verify_callback(context, &on_certificates, &observation);
  // Old servers are to be read and reported, not refused: the protocol and cipher they settle on are facts of the
  // visit.
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_cipher_list(context, "ALL:!aNULL:!eNULL:@SECLEVEL=0");
  SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

}  // namespace huabiao::monitor::fetch
