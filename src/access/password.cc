#include "access/password.h"

#include <argon2.h>
#include <atomic>
#include <vector>

namespace huabiao::access {

namespace {

std::atomic<std::uint64_t> runs{0};

}  // namespace

std::uint64_t argon2_runs() {
  return runs;
}

Result<std::string> hash_password(std::string_view password, std::string_view salt, const Argon2Cost& cost) {
  ++runs;
  std::vector<char> encoded(
      argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, kSaltBytes, kHashBytes, Argon2_id));
  const int code = argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, password.data(), password.size(),
                                         salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
  if (code != ARGON2_OK) return fail(Kind::Unavailable, "access.hash_failed", argon2_error_message(code));
  return std::string(encoded.data());
}

PasswordMatch verify_password(std::string_view password, const std::string& encoded) {
  ++runs;
  const int code = argon2id_verify(encoded.c_str(), password.data(), password.size());
  return code == ARGON2_OK ? PasswordMatch::Yes : PasswordMatch::No;
}

}  // namespace huabiao::access
