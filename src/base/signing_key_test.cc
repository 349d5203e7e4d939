#include "base/signing_key.h"

#include <gtest/gtest.h>

namespace huabiao {
namespace {

class SigningKeyTest : public testing::TestWithParam<SignatureKind> {};

TEST_P(SigningKeyTest, SignsWhatItsPublicHalfVerifies) {
  const SigningKey key = SigningKey::make(GetParam());
  const std::string signature = key.sign("what stood");
  EXPECT_TRUE(verify_signature(key.public_pem(), "what stood", signature));
  EXPECT_FALSE(verify_signature(key.public_pem(), "what stands", signature));
  EXPECT_FALSE(verify_signature(key.public_pem(), "what stood", signature.substr(1)));
  EXPECT_FALSE(verify_signature(SigningKey::make(GetParam()).public_pem(), "what stood", signature));
}

TEST_P(SigningKeyTest, ComesBackFromItsText) {
  const SigningKey key = SigningKey::make(GetParam());
  const auto back = SigningKey::from_pem(key.pem());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->kind(), GetParam());
  EXPECT_EQ(back->public_pem(), key.public_pem());
  EXPECT_EQ(key_id(key.public_pem()).size(), 16U);
  EXPECT_EQ(key_id(back->public_pem()), key_id(key.public_pem()));
  EXPECT_TRUE(verify_signature(key.public_pem(), "m", back->sign("m")));
}

INSTANTIATE_TEST_SUITE_P(Kinds, SigningKeyTest, testing::Values(SignatureKind::EcdsaP256Sha256, SignatureKind::Sm2Sm3),
                         [](const auto& kind) { return kind.param == SignatureKind::Sm2Sm3 ? "Sm2" : "EcdsaP256"; });

TEST(SigningKeyText, ThatIsNoKeyIsRefused) {
  for (const std::string_view text : {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "x"})
    EXPECT_EQ(SigningKey::from_pem(text).error().code, "signing.bad_key");
  EXPECT_EQ(key_id("x"), "");
  EXPECT_FALSE(verify_signature("x", "m", "s"));
}

}  // namespace
}  // namespace huabiao
