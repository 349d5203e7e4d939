#include "authority.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace huabiao::badweb {
namespace {

constexpr std::size_t kKeptCertificates = 20000;
constexpr long kDay = 24L * 60 * 60;

KeyPtr p256_key() {
  KeyPtr key(EVP_EC_gen("P-256"));
  if (!key) throw std::runtime_error("OpenSSL makes no P-256 key");
  return key;
}

void name_it(X509_NAME* name, const std::string& common_name) {
  // A common name holds at most 64 bytes; longer hosts are in the alternative names alone.
  const std::string cut = common_name.substr(0, 64);
  X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("badweb"), -1, -1, 0);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(cut.c_str()), -1, -1, 0);
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (extension == nullptr) throw std::runtime_error("OpenSSL refuses the extension " + value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

X509Ptr blank(long serial, EVP_PKEY* key, long from_days, long to_days) {
  X509Ptr certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from_days * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), to_days * kDay);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

}  // namespace

CertificateAuthority::CertificateAuthority() : key_(p256_key()), host_key_(p256_key()) {
  root_ = blank(1, key_.get(), -365, 3650);
  name_it(X509_get_subject_name(root_.get()), "badweb root, valid for one run");
  X509_set_issuer_name(root_.get(), X509_get_subject_name(root_.get()));
  extend(root_.get(), root_.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(root_.get(), root_.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(root_.get(), root_.get(), NID_subject_key_identifier, "hash");
  X509_sign(root_.get(), key_.get(), EVP_sha256());
}

X509* CertificateAuthority::certificate_of(const std::string& host, Certificate kind) {
  if (const auto at = made_.find(host); at != made_.end()) return at->second.get();
  if (made_.size() >= kKeptCertificates) made_.clear();
  return made_.emplace(host, make(host, kind)).first->second.get();
}

X509Ptr CertificateAuthority::make(const std::string& host, Certificate kind) {
  const bool own = kind == Certificate::SelfSigned;
  const long to_days = kind == Certificate::Expired ? -20 : kind == Certificate::ExpiringSoon ? 10 : 300;
  X509Ptr certificate = blank(++serial_, host_key_.get(), kind == Certificate::Expired ? -385 : -30, to_days);
  const std::string name = kind == Certificate::WrongName ? "default.hosting-shili.example" : host;
  name_it(X509_get_subject_name(certificate.get()), name);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(own ? certificate.get() : root_.get()));
  X509* const issuer = own ? certificate.get() : root_.get();
  extend(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate.get(), issuer, NID_ext_key_usage, "serverAuth");
  extend(certificate.get(), issuer, NID_subject_alt_name, "DNS:" + name);
  X509_sign(certificate.get(), own ? host_key_.get() : key_.get(), EVP_sha256());
  return certificate;
}

std::string CertificateAuthority::pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_X509(memory.get(), root_.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace huabiao::badweb
