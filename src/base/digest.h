#pragma once
// Digests and random bytes, by OpenSSL. Pure but for random_hex; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace huabiao {

// The algorithms a stored digest may be of; the name stands beside it. SM3: GB/T 32905-2016.
enum class DigestKind { Sha256, Sm3 };
constexpr std::string_view to_string(DigestKind kind) {
  return kind == DigestKind::Sha256 ? "sha256" : "sm3";
}
std::optional<DigestKind> digest_kind(std::string_view name);

std::string digest(DigestKind kind, std::string_view bytes);  // 32 raw bytes
std::string hex(std::string_view bytes);                      // lower case
// nullopt: an odd number of digits, or another character among them; capitals are.
std::optional<std::string> from_hex(std::string_view digits);
inline std::string digest_hex(DigestKind kind, std::string_view bytes) {
  return hex(digest(kind, bytes));
}
inline std::string sha256_hex(std::string_view bytes) {
  return digest_hex(DigestKind::Sha256, bytes);
}
// Cryptographically strong. Throws std::runtime_error when the system gives no randomness: nothing can go on then.
std::string random_bytes(std::size_t count);
inline std::string random_hex(std::size_t bytes) {
  return hex(random_bytes(bytes));
}
// Compares in time that depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace huabiao
