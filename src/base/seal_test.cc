#include "base/seal.h"

#include <gtest/gtest.h>

namespace huabiao {
namespace {

class SealTest : public testing::TestWithParam<SealAlgorithm> {
 protected:
  const std::string key_ = std::string(kSealKeyBytes, 'k');
  const Sealer sealer_{key_, GetParam()};
};

TEST_P(SealTest, WhatWasSealedOpensAtItsPlaceAlone) {
  for (const std::string& secret :
       {std::string(), std::string("x"), std::string("\0\xff secret", 9), std::string(5000, 's')}) {
    const std::string sealed = sealer_.seal(secret, "second_factor.secret/17");
    const auto opened = sealer_.open(sealed, "second_factor.secret/17");
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, secret);
    EXPECT_EQ(sealer_.open(sealed, "second_factor.secret/18").error().code, "seal.broken");
    EXPECT_EQ(sealer_.open(sealed, "account.password/17").error().code, "seal.broken");
  }
}

TEST_P(SealTest, EveryChangedCharacterIsSeen) {
  const std::string sealed = sealer_.seal("JBSWY3DPEHPK3PXP", "place");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    const auto opened = sealer_.open(changed, "place");
    EXPECT_FALSE(opened) << at << " of " << sealed;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) EXPECT_FALSE(sealer_.open(sealed.substr(0, size), "place"));
}

TEST_P(SealTest, TheSameSecretNeverLooksTheSame) {
  EXPECT_NE(sealer_.seal("x", "p"), sealer_.seal("x", "p"));
}

TEST_P(SealTest, AnotherKeyIsToldFromAChangedValue) {
  const Sealer other(std::string(kSealKeyBytes, 'o'), GetParam());
  EXPECT_EQ(other.open(sealer_.seal("x", "p"), "p").error().code, "seal.other_key");
}

INSTANTIATE_TEST_SUITE_P(Both, SealTest, testing::Values(SealAlgorithm::Aes256Gcm, SealAlgorithm::Sm4CtrHmacSm3));

TEST(Seal, ValuesOfTheOtherAlgorithmStillOpen) {
  const std::string key(kSealKeyBytes, 'k');
  const Sealer before(key, SealAlgorithm::Aes256Gcm), after(key, SealAlgorithm::Sm4CtrHmacSm3);
  EXPECT_EQ(*after.open(before.seal("x", "p"), "p"), "x");
  EXPECT_TRUE(before.seal("x", "p").starts_with("a1." + before.key_id() + "."));
  EXPECT_TRUE(after.seal("x", "p").starts_with("s1."));
}

}  // namespace
}  // namespace huabiao
