#include "deliver/signature.h"

#include <array>
#include <openssl/hmac.h>
#include <stdexcept>

#include "base/base64.h"
#include "base/digest.h"

namespace huabiao::deliver {

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  // An empty key must still point somewhere.
  const char* const key_bytes = key.empty() ? "" : key.data();
  if (HMAC(EVP_sha256(), key_bytes, static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
           text.size(), out.data(), &size) == nullptr)
    throw std::runtime_error("HMAC-SHA256 is not available");
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string webhook_signature(std::string_view secret, std::int64_t seconds, std::string_view body) {
  return "v1=" + hex(hmac_sha256(secret, std::to_string(seconds) + "." + std::string(body)));
}

std::string dingtalk_signature(std::string_view secret, std::int64_t millis) {
  return to_base64(hmac_sha256(secret, std::to_string(millis) + "\n" + std::string(secret)));
}

std::string feishu_signature(std::string_view secret, std::int64_t seconds) {
  return to_base64(hmac_sha256(std::to_string(seconds) + "\n" + std::string(secret), ""));
}

}  // namespace huabiao::deliver
