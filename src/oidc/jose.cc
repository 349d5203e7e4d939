#include "oidc/jose.h"

#include <algorithm>
#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "base/base64.h"
#include "oidc/document.h"

namespace huabiao::oidc {
namespace {

namespace json = boost::json;

constexpr std::size_t kCoordinate = 32;  // bytes of a P-256 coordinate, and of each half of a signature
constexpr int kLeastRsaBits = 2'048;

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string bytes_at(const json::object& object, std::string_view key) {
  return from_base64url(text_at(object, key)).value_or("");
}

Key built(const char* kind, OSSL_PARAM* params) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr), &EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  if (context && EVP_PKEY_fromdata_init(context.get()) == 1)
    (void)EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params);
  OSSL_PARAM_free(params);
  return {key, &EVP_PKEY_free};
}

Key key_of(const SigningKey& from) {
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> params(OSSL_PARAM_BLD_new(),
                                                                               &OSSL_PARAM_BLD_free);
  if (!params) return {nullptr, &EVP_PKEY_free};
  if (!from.n.empty()) {
    const Number n(BN_bin2bn(in(from.n), static_cast<int>(from.n.size()), nullptr), &BN_free);
    const Number e(BN_bin2bn(in(from.e), static_cast<int>(from.e.size()), nullptr), &BN_free);
    if (!n || !e || BN_num_bits(n.get()) < kLeastRsaBits) return {nullptr, &EVP_PKEY_free};
    OSSL_PARAM_BLD_push_BN(params.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(params.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    return built("RSA", OSSL_PARAM_BLD_to_param(params.get()));
  }
  const std::string point = "\x04" + from.x + from.y;
  OSSL_PARAM_BLD_push_utf8_string(params.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(params.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return built("EC", OSSL_PARAM_BLD_to_param(params.get()));
}

// JOSE has the two numbers side by side, OpenSSL wants them in DER.
std::string der_signature(std::string_view both) {
  if (both.size() != 2 * kCoordinate) return {};
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(), &ECDSA_SIG_free);
  BIGNUM* const r = BN_bin2bn(in(both), kCoordinate, nullptr);
  BIGNUM* const s = BN_bin2bn(in(both.substr(kCoordinate)), kCoordinate, nullptr);
  if (!signature || r == nullptr || s == nullptr || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* bytes = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &bytes);
  if (length <= 0) return {};
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

bool holds_by(const SignedToken& token, const SigningKey& from) {
  const bool rsa = !from.n.empty();
  if (token.algorithm != (rsa ? "RS256" : "ES256")) return false;
  const std::string signature = rsa ? token.signature : der_signature(token.signature);
  const Key key = key_of(from);
  if (!key || signature.empty()) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), in(signature), signature.size(), in(token.signed_part),
                          token.signed_part.size()) == 1;
}

}  // namespace

Result<SignedToken> read_token(std::string_view compact) {
  const auto bad = [] { return fail(Kind::Unreadable, "oidc.bad_token"); };
  if (compact.size() > JoseLimits::kTokenBytes) return bad();
  const auto first = compact.find('.');
  const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos) return bad();
  const auto head = from_base64url(compact.substr(0, first));
  const auto body = from_base64url(compact.substr(first + 1, second - first - 1));
  const auto signature = from_base64url(compact.substr(second + 1));
  if (!head || !body || !signature) return bad();
  const auto header = object_in(*head);
  auto claims = object_in(*body);
  // What a header calls critical is not understood here (RFC 7515, 4.1.11).
  if (!header || !claims || header->contains("crit")) return bad();
  return SignedToken{text_at(*header, "alg"), text_at(*header, "kid"), *std::move(claims),
                     std::string(compact.substr(0, second)), *signature};
}

Result<std::vector<SigningKey>> read_keys(std::string_view jwks) {
  const auto document = object_in(jwks);
  const json::value* const list = document ? document->if_contains("keys") : nullptr;
  if (list == nullptr || !list->is_array()) return fail(Kind::Unreadable, "oidc.bad_keys");
  std::vector<SigningKey> keys;
  for (const json::value& one : list->get_array()) {
    if (!one.is_object() || keys.size() == JoseLimits::kKeys) continue;
    const json::object& key = one.get_object();
    const std::string use = text_at(key, "use"), kind = text_at(key, "kty");
    if (!use.empty() && use != "sig") continue;
    SigningKey read{.id = text_at(key, "kid"), .n = {}, .e = {}, .x = {}, .y = {}};
    if (kind == "RSA") {
      read.n = bytes_at(key, "n");
      read.e = bytes_at(key, "e");
      if (!read.n.empty() && !read.e.empty()) keys.push_back(std::move(read));
    } else if (kind == "EC" && text_at(key, "crv") == "P-256") {
      read.x = bytes_at(key, "x");
      read.y = bytes_at(key, "y");
      if (read.x.size() == kCoordinate && read.y.size() == kCoordinate) keys.push_back(std::move(read));
    }
  }
  return keys;
}

bool holds(const SignedToken& token, const std::vector<SigningKey>& keys) {
  return std::ranges::any_of(keys, [&](const SigningKey& key) {
    return (token.key_id.empty() || key.id.empty() || key.id == token.key_id) && holds_by(token, key);
  });
}

}  // namespace huabiao::oidc
