#include "base/keyed_digest.h"

#include <gtest/gtest.h>

#include "base/digest.h"

namespace huabiao {
namespace {

// RFC 2202, case 2; RFC 4231, case 2; for SM3 the same input, reckoned with the openssl command.
TEST(KeyedDigest, GivesThePublishedValues) {
  constexpr std::string_view kKey = "Jefe", kMessage = "what do ya want for nothing?";
  EXPECT_EQ(hex(hmac(KeyedDigest::Sha1, kKey, kMessage)), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(hex(hmac(KeyedDigest::Sha256, kKey, kMessage)),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac(KeyedDigest::Sm3, kKey, kMessage)),
            "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882");
}

}  // namespace
}  // namespace huabiao
