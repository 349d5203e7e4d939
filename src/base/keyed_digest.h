#pragma once
// HMAC (RFC 2104), by OpenSSL. Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao {

enum class KeyedDigest { Sha1, Sha256, Sm3 };
// Raw bytes: 20 for SHA-1, 32 for the others.
std::string hmac(KeyedDigest algorithm, std::string_view key, std::string_view message);

}  // namespace huabiao
