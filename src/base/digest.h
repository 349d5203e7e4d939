#pragma once
// Digests and random bytes, by OpenSSL. Pure but for random_hex; any thread.

#include <string>
#include <string_view>

namespace huabiao {

std::string sha256_hex(std::string_view bytes);  // 64 lower-case hex digits
std::string hex(std::string_view bytes);         // lower case
// Cryptographically strong. Throws std::runtime_error when the system gives no randomness: nothing can go on then.
std::string random_bytes(std::size_t count);
inline std::string random_hex(std::size_t bytes) {
  return hex(random_bytes(bytes));
}
// Compares in time that depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace huabiao
