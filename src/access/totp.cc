#include "access/totp.h"

#include "base/digest.h"
#include "base/keyed_digest.h"
#include "web/url.h"

namespace huabiao::access {
std::int64_t totp_step(TimePoint at) {
  constexpr std::int64_t kMillis = 1'000;
  return to_millis(at) / kMillis / TotpRules::kStepSeconds;
}

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
  std::string counter(8, '\0');
  for (int i = 7; i >= 0; --i, step >>= 8) counter[static_cast<std::size_t>(i)] = static_cast<char>(step & 0xFF);
  const std::string digest = hmac(KeyedDigest::Sha1, secret, counter);
  // RFC 4226, 5.3: four bytes from where the last half byte says, without the sign.
  const auto at = static_cast<std::size_t>(digest.back() & 0x0F);
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(digest[at + i]);
  number &= 0x7FFFFFFF;
  std::string code;
  for (int i = 0; i < digits; ++i, number /= 10) code.insert(code.begin(), static_cast<char>('0' + number % 10));
  return code;
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, TimePoint now,
                                         std::int64_t last_used) {
  const std::int64_t present = totp_step(now);
  std::optional<std::int64_t> found;
  for (std::int64_t step = present - TotpRules::kDrift; step <= present + TotpRules::kDrift; ++step)
    if (equal_in_constant_time(totp_code(secret, step), code) && step > last_used && !found) found = step;
  return found;
}

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = held << 8 | static_cast<unsigned char>(c);
    bits += 8;
    for (; bits >= 5; bits -= 5) out += kLetters[held >> (bits - 5) & 31];
  }
  if (bits > 0) out += kLetters[held << (5 - bits) & 31];
  return out;
}

std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer) {
  const std::string by = web::percent_encode(issuer);
  return "otpauth://totp/" + by + ":" + web::percent_encode(account) + "?secret=" + to_base32(secret) +
         "&issuer=" + by + "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace huabiao::access
