#pragma once
// Sealer: turns a secret into text that may lie in a database, and back. The key lies elsewhere. What was sealed for
// one place (table, column, row) does not open at another. docs/formats/secrets.md. Pure but for randomness; any
// thread.

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao {

// New values are sealed by one of them, old ones open by either. Their marks stand in every value.
enum class SealAlgorithm { Aes256Gcm, Sm4CtrHmacSm3 };
inline constexpr std::array<std::string_view, 2> kSealNames = {"aes-256-gcm", "sm4-ctr-hmac-sm3"};

inline constexpr std::size_t kSealKeyBytes = 32;

class Sealer {
 public:
  // Requires: key.size() == kSealKeyBytes.
  explicit Sealer(std::string_view key, SealAlgorithm algorithm = SealAlgorithm::Aes256Gcm);

  // `place`: where it will lie, e.g. "second_factor.secret/17".
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view place) const;
  // Fails: Environment seal.other_key (sealed by another key), seal.broken (changed, or of another place).
  [[nodiscard]] Result<std::string> open(std::string_view sealed, std::string_view place) const;
  // Stands in every value: tells keys apart, tells nothing of the key.
  [[nodiscard]] const std::string& key_id() const { return key_id_; }

 private:
  SealAlgorithm algorithm_;
  std::string key_id_, aes_key_, sm4_key_, sm3_key_;
};

}  // namespace huabiao
