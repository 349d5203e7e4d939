#include "deliver/signature.h"

#include <gtest/gtest.h>

#include "base/digest.h"

namespace huabiao::deliver {

TEST(HmacSha256, GivesTheVectorsOfRfc4231) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256("", "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// By the vendors' own sample programs, run apart from this one.
TEST(Signatures, AreThoseTheReceiversReckon) {
  EXPECT_EQ(dingtalk_signature("SEC0123456789abcdef", 1'577'262'236'757),
            "Pgr6tpIpjVrMPPJUPkaI9sivFPPTYOy5zIOMF2GPFMA=");
  EXPECT_EQ(feishu_signature("SEC0123456789abcdef", 1'599'360'473), "o4rYuzS+vyYu0ScPJVg0TrKMaVksgOXu1MYbxvtUINE=");
  EXPECT_EQ(webhook_signature("SEC0123456789abcdef", 1'700'000'000, R"({"schema":1})"),
            "v1=4e58671c9963e013cd48b6f070d786ebc27ec9f233c0f03edebf55b2841c91a9");
  EXPECT_EQ(percent_encode("a+/= -._~字"), "a%2B%2F%3D%20-._~%E5%AD%97");
}

}  // namespace huabiao::deliver
