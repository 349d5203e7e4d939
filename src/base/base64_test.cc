#include "base/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao {
namespace {

TEST(Base64, WritesTheStandardsOwnExamples) {  // RFC 4648, 10
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* text : {"Zg=", "Zg", "Z===", "Zm=v", "Zm9 ", "=Zm9", "Zm9v\n", "Zg==Zg=="})
    EXPECT_FALSE(from_base64(text)) << text;
}

RC_GTEST_PROP(Base64, ComesBackAsItWas, (const std::string& bytes)) {
  RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
}

TEST(Base64Url, HasNoPaddingAndNoOtherForm) {
  EXPECT_EQ(to_base64url("\xfb\xff\xfe?"), "-__-Pw");
  EXPECT_EQ(*from_base64url("-__-Pw"), "\xfb\xff\xfe?");
  EXPECT_EQ(*from_base64url(""), "");
  for (const char* bad : {"-__-Pw==", "+//+Pw", "-__-Px", "A", "-_ -"}) EXPECT_FALSE(from_base64url(bad)) << bad;
}

}  // namespace
}  // namespace huabiao
