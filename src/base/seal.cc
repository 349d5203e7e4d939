#include "base/seal.h"

#include <array>
#include <memory>
#include <openssl/evp.h>
#include <optional>
#include <stdexcept>

#include "base/base64.h"
#include "base/digest.h"
#include "base/keyed_digest.h"

namespace huabiao {
namespace {

constexpr std::array<std::string_view, 2> kMarks = {"a1", "s1"};
constexpr std::size_t kGcmNonce = 12, kGcmTag = 16, kCtrNonce = 16, kSm3Tag = 32, kSm4Key = 16, kKeyIdDigits = 12;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* out(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

Context fresh() {
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  if (!context) throw std::bad_alloc();
  return context;
}

void must(int done) {
  if (done != 1) throw std::runtime_error("a cipher is not available");
}

std::string gcm_seal(std::string_view key, std::string_view nonce, std::string_view plain, std::string_view bound) {
  const Context context = fresh();
  std::string cipher(plain.size(), '\0'), tag(kGcmTag, '\0');
  int length = 0;
  must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, in(key), in(nonce)));
  must(EVP_EncryptUpdate(context.get(), nullptr, &length, in(bound), static_cast<int>(bound.size())));
  must(EVP_EncryptUpdate(context.get(), out(cipher), &length, in(plain), static_cast<int>(plain.size())));
  must(EVP_EncryptFinal_ex(context.get(), nullptr, &length));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kGcmTag, tag.data()));
  return std::string(nonce) + cipher + tag;
}

// nullopt: not what was sealed.
std::optional<std::string> gcm_open(std::string_view key, std::string_view body, std::string_view bound) {
  if (body.size() < kGcmNonce + kGcmTag) return std::nullopt;
  const std::string_view nonce = body.substr(0, kGcmNonce);
  const std::string_view cipher = body.substr(kGcmNonce, body.size() - kGcmNonce - kGcmTag);
  std::string tag(body.substr(body.size() - kGcmTag)), plain(cipher.size(), '\0');
  const Context context = fresh();
  int length = 0;
  must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, in(key), in(nonce)));
  must(EVP_DecryptUpdate(context.get(), nullptr, &length, in(bound), static_cast<int>(bound.size())));
  must(EVP_DecryptUpdate(context.get(), out(plain), &length, in(cipher), static_cast<int>(cipher.size())));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kGcmTag, tag.data()));
  if (EVP_DecryptFinal_ex(context.get(), nullptr, &length) != 1) return std::nullopt;
  return plain;
}

// Counter mode: the same both ways.
std::string sm4_ctr(std::string_view key, std::string_view nonce, std::string_view from) {
  const Context context = fresh();
  std::string to(from.size(), '\0');
  int length = 0;
  must(EVP_EncryptInit_ex(context.get(), EVP_sm4_ctr(), nullptr, in(key), in(nonce)));
  must(EVP_EncryptUpdate(context.get(), out(to), &length, in(from), static_cast<int>(from.size())));
  return to;
}

// The lengths keep what is bound and what is sealed apart.
std::string sm3_tag(std::string_view key, std::string_view bound, std::string_view nonce_and_cipher) {
  return hmac(KeyedDigest::Sm3, key,
              std::to_string(bound.size()) + ":" + std::string(bound) + std::string(nonce_and_cipher));
}

}  // namespace

Sealer::Sealer(std::string_view key, SealAlgorithm algorithm)
    : algorithm_(algorithm),
      key_id_(sha256_hex("huabiao key id " + std::string(key)).substr(0, kKeyIdDigits)),
      aes_key_(hmac(KeyedDigest::Sha256, key, "huabiao aes-256-gcm")),
      sm4_key_(hmac(KeyedDigest::Sm3, key, "huabiao sm4-ctr").substr(0, kSm4Key)),
      sm3_key_(hmac(KeyedDigest::Sm3, key, "huabiao hmac-sm3")) {}

std::string Sealer::seal(std::string_view secret, std::string_view place) const {
  const std::string head = std::string(kMarks.at(static_cast<std::size_t>(algorithm_))) + "." + key_id_;
  const std::string bound = head + " " + std::string(place);
  std::string body;
  if (algorithm_ == SealAlgorithm::Aes256Gcm) {
    body = gcm_seal(aes_key_, random_bytes(kGcmNonce), secret, bound);
  } else {
    const std::string nonce = random_bytes(kCtrNonce);
    body = nonce + sm4_ctr(sm4_key_, nonce, secret);
    body += sm3_tag(sm3_key_, bound, body);
  }
  return head + "." + to_base64(body);
}

Result<std::string> Sealer::open(std::string_view sealed, std::string_view place) const {
  const auto broken = [&] { return fail(Kind::Environment, "seal.broken", std::string(place)); };
  const auto first = sealed.find('.'), second = first == std::string_view::npos ? first : sealed.find('.', first + 1);
  if (second == std::string_view::npos) return broken();
  const std::string_view mark = sealed.substr(0, first), key = sealed.substr(first + 1, second - first - 1);
  if (key != key_id_)
    return fail(Kind::Environment, "seal.other_key", std::string(place) + ": " + std::string(key.substr(0, 40)),
                key_id_);
  const auto body = from_base64(sealed.substr(second + 1));
  if (!body || to_base64(*body) != sealed.substr(second + 1)) return broken();
  const std::string bound = std::string(sealed.substr(0, second)) + " " + std::string(place);
  if (mark == kMarks[0]) {
    auto plain = gcm_open(aes_key_, *body, bound);
    return plain ? Result<std::string>(*std::move(plain)) : broken();
  }
  if (mark != kMarks[1] || body->size() < kCtrNonce + kSm3Tag) return broken();
  const std::string_view all(*body), front = all.substr(0, all.size() - kSm3Tag);
  if (!equal_in_constant_time(sm3_tag(sm3_key_, bound, front), all.substr(front.size()))) return broken();
  return sm4_ctr(sm4_key_, front.substr(0, kCtrNonce), front.substr(kCtrNonce));
}

}  // namespace huabiao
