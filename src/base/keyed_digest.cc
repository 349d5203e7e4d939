#include "base/keyed_digest.h"

#include <array>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

namespace huabiao {

std::string hmac(KeyedDigest algorithm, std::string_view key, std::string_view message) {
  const EVP_MD* const digest = algorithm == KeyedDigest::Sha1     ? EVP_sha1()
                               : algorithm == KeyedDigest::Sha256 ? EVP_sha256()
                                                                  : EVP_sm3();
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (HMAC(digest, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
           message.size(), out.data(), &size) == nullptr)
    throw std::runtime_error("HMAC is not available");
  return {reinterpret_cast<const char*>(out.data()), size};
}

}  // namespace huabiao
