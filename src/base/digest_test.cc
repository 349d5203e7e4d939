#include "base/digest.h"

#include <gtest/gtest.h>

namespace huabiao {

TEST(Digest, MatchesTheStandardsExample) {  // FIPS 180-4, "abc"
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, HexIsReadBack) {
  const std::string bytes("\x00\x7f\xff\x10", 4);
  EXPECT_EQ(hex(bytes), "007fff10");
  EXPECT_EQ(from_hex("007fff10"), bytes);
  EXPECT_EQ(from_hex(""), "");
  for (const std::string_view bad : {"0", "0g", "0A", " 00", "00\n"}) EXPECT_EQ(from_hex(bad), std::nullopt) << bad;
}

TEST(Digest, RandomHexIsLongAndDifferent) {
  EXPECT_EQ(random_hex(16).size(), 32u);
  EXPECT_NE(random_hex(16), random_hex(16));
}

TEST(Digest, ComparesSecrets) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

}  // namespace huabiao
