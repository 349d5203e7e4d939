#pragma once
// SigningKey: signs what must be proved later to have stood so (heads of the audit chain). ECDSA over P-256 with
// SHA-256, or SM2 with SM3 (GB/T 32918.2-2016), by OpenSSL. Thread: any.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao {

enum class SignatureKind { EcdsaP256Sha256, Sm2Sm3 };
constexpr std::string_view to_string(SignatureKind kind) {
  return kind == SignatureKind::EcdsaP256Sha256 ? "ecdsa-p256-sha256" : "sm2-sm3";
}

class SigningKey {
 public:
  static SigningKey make(SignatureKind kind);
  // PKCS #8, PEM, without a pass phrase. Fails: Unreadable signing.bad_key (no key, or of another kind).
  static Result<SigningKey> from_pem(std::string_view pem);

  [[nodiscard]] SignatureKind kind() const { return kind_; }
  [[nodiscard]] std::string pem() const;                           // PKCS #8: the secret
  [[nodiscard]] std::string public_pem() const;                    // SubjectPublicKeyInfo
  [[nodiscard]] std::string sign(std::string_view message) const;  // DER

 private:
  struct Key;
  SigningKey(std::shared_ptr<const Key> key, SignatureKind kind) : key_(std::move(key)), kind_(kind) {}
  std::shared_ptr<const Key> key_;
  SignatureKind kind_;
};

// The first 16 hex digits of SHA-256 over the key's DER: which key, for people and lookups. Empty: not a public key.
std::string key_id(std::string_view public_pem);
// False also for what is no key or no signature.
bool verify_signature(std::string_view public_pem, std::string_view message, std::string_view signature);

}  // namespace huabiao
