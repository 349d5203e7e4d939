#include "base/signing_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdexcept>

#include "base/digest.h"

namespace huabiao {
namespace {

using KeyOwner = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using BioOwner = std::unique_ptr<BIO, decltype(&BIO_free)>;
using ContextOwner = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

int no_phrase(char*, int, int, void*) {
  return -1;
}

BioOwner reading(std::string_view text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

std::string written(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::optional<SignatureKind> kind_of(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "SM2") == 1) return SignatureKind::Sm2Sm3;
  char group[64] = {};
  std::size_t length = 0;
  if (EVP_PKEY_is_a(key, "EC") != 1 || EVP_PKEY_get_group_name(key, group, sizeof group, &length) != 1)
    return std::nullopt;
  const std::string_view name(group, length);
  if (name == "prime256v1" || name == "P-256") return SignatureKind::EcdsaP256Sha256;
  return std::nullopt;
}

const char* digest_of(SignatureKind kind) {
  return kind == SignatureKind::Sm2Sm3 ? "SM3" : "SHA256";
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

KeyOwner public_key(std::string_view pem) {
  const BioOwner in = reading(pem);
  return {in ? PEM_read_bio_PUBKEY(in.get(), nullptr, no_phrase, nullptr) : nullptr, &EVP_PKEY_free};
}

}  // namespace

struct SigningKey::Key {
  KeyOwner owner{nullptr, &EVP_PKEY_free};
};

SigningKey SigningKey::make(SignatureKind kind) {
  auto key = std::make_shared<Key>();
  key->owner.reset(kind == SignatureKind::Sm2Sm3 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2")
                                                 : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (!key->owner) throw std::runtime_error("no key of kind " + std::string(to_string(kind)) + " can be made");
  return {std::move(key), kind};
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
  auto key = std::make_shared<Key>();
  const BioOwner in = reading(pem);
  key->owner.reset(in ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_phrase, nullptr) : nullptr);
  const auto kind = key->owner ? kind_of(key->owner.get()) : std::nullopt;
  if (!kind)
    return fail(Kind::Unreadable, "signing.bad_key", {}, "PKCS #8 PEM, EC P-256 or SM2, without a pass phrase");
  return SigningKey(std::move(key), *kind);
}

std::string SigningKey::pem() const {
  const BioOwner out(BIO_new(BIO_s_mem()), &BIO_free);
  if (!out || PEM_write_bio_PKCS8PrivateKey(out.get(), key_->owner.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw std::runtime_error("a key cannot be written");
  return written(out.get());
}

std::string SigningKey::public_pem() const {
  const BioOwner out(BIO_new(BIO_s_mem()), &BIO_free);
  if (!out || PEM_write_bio_PUBKEY(out.get(), key_->owner.get()) != 1)
    throw std::runtime_error("a public key cannot be written");
  return written(out.get());
}

std::string SigningKey::sign(std::string_view message) const {
  const ContextOwner context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::size_t size = 0;
  std::string signature;
  const auto into = [&] { return reinterpret_cast<unsigned char*>(signature.data()); };
  bool fine = context &&
              EVP_DigestSignInit_ex(context.get(), nullptr, digest_of(kind_), nullptr, nullptr, key_->owner.get(),
                                    nullptr) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, bytes_of(message), message.size()) == 1;
  signature.resize(size);
  fine = fine && EVP_DigestSign(context.get(), into(), &size, bytes_of(message), message.size()) == 1;
  if (!fine) throw std::runtime_error("cannot sign");
  signature.resize(size);
  return signature;
}

std::string key_id(std::string_view public_pem) {
  const KeyOwner key = public_key(public_pem);
  unsigned char* der = nullptr;
  const int size = key ? i2d_PUBKEY(key.get(), &der) : 0;
  if (size <= 0) return {};
  const std::string id = sha256_hex({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)}).substr(0, 16);
  OPENSSL_free(der);
  return id;
}

bool verify_signature(std::string_view public_pem, std::string_view message, std::string_view signature) {
  const KeyOwner key = public_key(public_pem);
  const auto kind = key ? kind_of(key.get()) : std::nullopt;
  if (!kind) return false;
  const ContextOwner context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return context &&
         EVP_DigestVerifyInit_ex(context.get(), nullptr, digest_of(*kind), nullptr, nullptr, key.get(), nullptr) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

}  // namespace huabiao
