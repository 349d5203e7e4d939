#pragma once
// One-time codes by time (RFC 6238) as authenticator apps know them: HMAC-SHA-1, six digits, steps of 30 seconds. Pure;
// any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace huabiao::access {

struct TotpRules {
  static constexpr std::size_t kSecretBytes = 20;  // RFC 4226, 4: as long as the digest
  static constexpr std::int64_t kStepSeconds = 30;
  static constexpr int kDigits = 6;
  static constexpr std::int64_t kDrift = 1;  // steps a clock may be off, each way
};

std::int64_t totp_step(TimePoint at);
// `secret`: raw bytes. `digits`: 6 to 8.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = TotpRules::kDigits);
// The step this code is good for, among those now acceptable and later than `last_used`: each is taken once.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, TimePoint now,
                                         std::int64_t last_used);

std::string to_base32(std::string_view bytes);  // RFC 4648, 6, without padding
// "otpauth://totp/...": what an authenticator app reads from the picture.
std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer);

}  // namespace huabiao::access
