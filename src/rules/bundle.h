#pragma once
// A pack as one signed file (docs/formats/rule-pack.md):
//
//   huabiao-rules 1 LF
//   sha256 HEX LF             of the payload
//   key HEX LF                the Ed25519 public key, or "key none"
//   signature HEX LF          over "huabiao-rules 1" LF and the 32 bytes of the digest, or "signature none"
//   LF payload
//
// The payload is every file, by path: "file LENGTH PATH" LF bytes. Pure; any thread.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/pack.h"

namespace huabiao::rules {

using PublicKey = std::array<std::uint8_t, 32>;
std::string to_hex(const PublicKey& key);
// 64 hex digits. Fails: rules.bad_key.
Result<PublicKey> read_public_key(std::string_view text);

// What signs: an Ed25519 private key, PEM (PKCS #8).
class SigningKey {
 public:
  // Fails: rules.bad_key.
  static Result<SigningKey> read_pem(std::string_view pem);
  [[nodiscard]] const PublicKey& public_key() const { return public_; }
  [[nodiscard]] std::string sign(std::string_view message) const;  // 64 bytes

 private:
  std::string private_;  // 32 bytes
  PublicKey public_{};
};

// The files as they travel inside one process tree; sorted by path.
std::string write_payload(std::span<const PackFile> files);
// Fails: rules.bad_bundle, rules.too_large.
Result<std::vector<PackFile>> read_payload(std::string_view payload);

std::string write_bundle(std::span<const PackFile> files, const SigningKey* key);

enum class Unsigned : bool { Refuse, Allow };
// Whose word counts.
struct Trust {
  std::vector<PublicKey> keys;
  Unsigned unsigned_packs = Unsigned::Refuse;
};
// Fails: rules.bad_bundle, rules.bad_signature, rules.unknown_key, rules.unsigned, rules.too_large.
Result<std::vector<PackFile>> open_bundle(std::string_view bundle, const Trust& trust);
bool looks_like_bundle(std::string_view bytes);

}  // namespace huabiao::rules
