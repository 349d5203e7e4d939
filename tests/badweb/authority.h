#pragma once
// CertificateAuthority: makes the certificates of all hosts in memory, as they are asked for. The authority is new at
// every start and its key never leaves the process. Thread: one.

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string>
#include <string_view>
#include <unordered_map>

#include "estate.h"

namespace huabiao::badweb {

struct X509Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using X509Ptr = std::unique_ptr<X509, X509Free>;
using KeyPtr = std::unique_ptr<EVP_PKEY, KeyFree>;

class CertificateAuthority {
 public:
  CertificateAuthority();  // throws std::runtime_error when OpenSSL gives no key

  // The certificate of `host`, made at the first call. Owned by the authority until the next call.
  X509* certificate_of(const std::string& host, Certificate kind);
  [[nodiscard]] EVP_PKEY* host_key() const { return host_key_.get(); }  // all hosts share one: P-256
  [[nodiscard]] std::string pem() const;                                // of the authority, for a client to trust

 private:
  [[nodiscard]] X509Ptr make(const std::string& host, Certificate kind);

  KeyPtr key_, host_key_;
  X509Ptr root_;
  long serial_ = 1000;
  std::unordered_map<std::string, X509Ptr> made_;
};

}  // namespace huabiao::badweb
