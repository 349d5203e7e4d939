#pragma once
// Argon2id hashes of passwords in the usual encoded form ("$argon2id$v=19$m=...,t=...,p=...$salt$hash"). Pure but slow
// on purpose (tens of milliseconds); any thread, not an io thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::access {

struct Argon2Cost {
  std::uint32_t memory_kib = 19 * 1024;  // 19 MiB, 2 passes, 1 lane: the usual minimum for servers (RFC 9106 family)
  std::uint32_t passes = 2;
  std::uint32_t lanes = 1;
};
inline constexpr std::size_t kSaltBytes = 16, kHashBytes = 32;

// Requires: salt.size() == kSaltBytes. Fails: Unavailable access.hash_failed (out of memory).
Result<std::string> hash_password(std::string_view password, std::string_view salt, const Argon2Cost& cost = {});

// How often one of the two did its work, in this process: what an unknown name costs is held against it.
std::uint64_t argon2_runs();

// Reads the cost from the encoded hash. Anything malformed is a No.
enum class PasswordMatch : bool { No, Yes };
PasswordMatch verify_password(std::string_view password, const std::string& encoded);

}  // namespace huabiao::access
