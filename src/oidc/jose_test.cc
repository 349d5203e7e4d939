#include "oidc/jose.h"

#include <gtest/gtest.h>

#include "base/base64.h"

namespace huabiao::oidc {
namespace {

// RFC 7515, A.2 and A.3.
constexpr std::string_view kClaims =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr std::string_view kRsaSignature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ"
    "cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
    "xi12jzDwusC-e"
    "OkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
constexpr std::string_view kRsaKey =
    R"({"keys":[{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}]})";
constexpr std::string_view kEcSignature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr std::string_view kEcKey =
    R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";

std::string compact(std::string_view header, std::string_view signature, std::string_view claims = kClaims) {
  return to_base64url(header) + "." + std::string(claims) + "." + std::string(signature);
}
bool held(const std::string& token, std::string_view keys) {
  return holds(*read_token(token), *read_keys(keys));
}

TEST(Jose, ThePublishedSignaturesHold) {
  EXPECT_TRUE(held(compact(R"({"alg":"RS256"})", kRsaSignature), kRsaKey));
  EXPECT_TRUE(held(compact(R"({"alg":"ES256"})", kEcSignature), kEcKey));
}

TEST(Jose, AChangedTokenOrAnotherKeyDoesNot) {
  std::string claims(kClaims);
  claims[10] = claims[10] == 'A' ? 'B' : 'A';
  const auto changed = read_token(compact(R"({"alg":"RS256"})", kRsaSignature, claims));
  EXPECT_TRUE(!changed || !holds(*changed, *read_keys(kRsaKey)));
  EXPECT_FALSE(held(compact(R"({"alg":"RS256"})", kRsaSignature), kEcKey));
  EXPECT_FALSE(held(compact(R"({"alg":"RS256"})", kRsaSignature), R"({"keys":[]})"));
  EXPECT_FALSE(held(compact(R"({"alg":"ES256"})", kEcSignature.substr(0, 84)), kEcKey));
}

// The algorithm is the key's, not the token's to choose.
TEST(Jose, NoOtherAlgorithmEverHolds) {
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS256"})", R"({"alg":"rs256"})", R"({})", R"({"alg":7})"})
    for (const std::string_view signature : {std::string_view(), kRsaSignature})
      EXPECT_FALSE(held(compact(header, signature), kRsaKey)) << header;
}

TEST(Jose, ANamedKeyIsTheOneThatCounts) {
  std::string named(kEcKey);
  named.insert(named.find("\"kty\""), R"("kid":"one",)");
  EXPECT_TRUE(held(compact(R"({"alg":"ES256"})", kEcSignature), named));
  const auto other = read_token(compact(R"({"alg":"ES256","kid":"two"})", kEcSignature));
  EXPECT_FALSE(holds(*other, *read_keys(named)));
}

TEST(Jose, WhatIsNoTokenIsRefused) {
  for (const std::string& bad :
       {std::string(), std::string("a.b"), std::string("..."), "." + std::string(kClaims) + ".", compact("[]", "AA"),
        compact(R"({"alg":"RS256","crit":["exp"]})", kRsaSignature), std::string(40'000, 'a'),
        compact(R"({"alg":"RS256"})", "AA") + ".AA", compact("{", "AA")})
    EXPECT_FALSE(read_token(bad)) << bad.substr(0, 80);
  for (const char* bad : {"", "[]", "{}", R"({"keys":{}})"}) EXPECT_FALSE(read_keys(bad)) << bad;
  EXPECT_TRUE(
      read_keys(R"({"keys":[1,{"kty":"oct","k":"AA"},{"kty":"RSA"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})")
          ->empty());
}

TEST(Jose, AShortRsaKeyIsNone) {
  EXPECT_FALSE(held(compact(R"({"alg":"RS256"})", "AAAA"), R"({"keys":[{"kty":"RSA","n":"3zg","e":"AQAB"}]})"));
}

}  // namespace
}  // namespace huabiao::oidc
