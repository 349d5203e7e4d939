#include "oidc/id_token.h"

#include <gtest/gtest.h>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "base/base64.h"

namespace huabiao::oidc {
namespace {

namespace json = boost::json;

// A provider's key, and what it signs.
class IdTokenTest : public testing::Test {
 protected:
  std::vector<SigningKey> keys() const {
    std::string point(65, '\0');
    std::size_t length = 0;
    EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY, reinterpret_cast<unsigned char*>(point.data()),
                                    point.size(), &length);
    return {{.id = "k", .n = {}, .e = {}, .x = point.substr(1, 32), .y = point.substr(33)}};
  }
  std::string signed_token(const json::object& claims) const {
    const std::string part = to_base64url(R"({"alg":"ES256","kid":"k"})") + "." + to_base64url(json::serialize(claims));
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    std::string der(128, '\0');
    std::size_t length = der.size();
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &length,
                   reinterpret_cast<const unsigned char*>(part.data()), part.size());
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)), &ECDSA_SIG_free);
    std::string both(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), reinterpret_cast<unsigned char*>(both.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), reinterpret_cast<unsigned char*>(both.data()) + 32, 32);
    return part + "." + to_base64url(both);
  }
  json::object claims() const {
    const std::int64_t now = to_millis(now_) / 1'000;
    return {{"iss", "https://id.example.gov.cn"},
            {"aud", "huabiao"},
            {"sub", "s-1"},
            {"nonce", "n"},
            {"iat", now},
            {"exp", now + 300},
            {"name", "李明"},
            {"preferred_username", "li"}};
  }
  std::string code(const json::object& claims) const {
    const auto person = person_in(signed_token(claims), keys(), expected_, now_);
    return person ? "" : person.error().code;
  }
  std::string with(const char* key, json::value value) const {
    json::object changed = claims();
    changed[key] = std::move(value);
    return code(changed);
  }
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{EVP_EC_gen("P-256"), &EVP_PKEY_free};
  const TimePoint now_ = from_millis(1'700'000'000'000);
  const Expected expected_{
      .issuer = "https://id.example.gov.cn", .client = "huabiao", .nonce = "n", .name_claim = "preferred_username"};
};

TEST_F(IdTokenTest, NamesThePerson) {
  const auto person = person_in(signed_token(claims()), keys(), expected_, now_);
  ASSERT_TRUE(person) << person.error().code;
  EXPECT_EQ(person->subject, "s-1");
  EXPECT_EQ(person->name, "li");
  EXPECT_EQ(person->full_name, "李明");
}

TEST_F(IdTokenTest, MustBeOursFreshAndOfThisSignIn) {
  const std::int64_t now = to_millis(now_) / 1'000;
  EXPECT_EQ(with("iss", "https://id.example.gov.cn/"), "oidc.wrong_issuer");
  EXPECT_EQ(with("aud", "other"), "oidc.wrong_audience");
  EXPECT_EQ(with("aud", json::array{"other", "huabiao"}), "oidc.wrong_audience") << "azp is missing";
  EXPECT_EQ(with("aud", json::array{"huabiao"}), "");
  EXPECT_EQ(with("nonce", "m"), "oidc.wrong_nonce");
  EXPECT_EQ(with("nonce", nullptr), "oidc.wrong_nonce");
  EXPECT_EQ(with("exp", now - 61), "oidc.token_ended");
  EXPECT_EQ(with("exp", now - 59), "");
  EXPECT_EQ(with("exp", "soon"), "oidc.token_ended");
  EXPECT_EQ(with("exp", 1e300), "oidc.token_ended");
  EXPECT_EQ(with("iat", now + 61), "oidc.token_ended");
  EXPECT_EQ(with("iat", now - 601), "oidc.token_ended");
  EXPECT_EQ(with("sub", ""), "oidc.no_subject");
  EXPECT_EQ(with("sub", json::string(256, 's')), "oidc.no_subject");
}

TEST_F(IdTokenTest, MustBeSignedByTheProvider) {
  const std::string token = signed_token(claims());
  auto others = keys();
  others[0].id = "other";
  EXPECT_EQ(person_in(token, others, expected_, now_).error().code, "oidc.bad_signature");
  EXPECT_EQ(person_in(token, {}, expected_, now_).error().code, "oidc.bad_signature");
  EXPECT_EQ(person_in("x", keys(), expected_, now_).error().code, "oidc.bad_token");
}

}  // namespace
}  // namespace huabiao::oidc
