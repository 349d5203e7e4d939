#include "access/totp.h"

#include <gtest/gtest.h>

namespace huabiao::access {
namespace {

constexpr std::string_view kSecret = "12345678901234567890";

TimePoint at(std::int64_t seconds) {
  return from_millis(seconds * 1'000);
}

// RFC 6238, appendix B, the rows of SHA-1.
TEST(Totp, GivesThePublishedCodes) {
  struct Row {
    std::int64_t seconds;
    const char* code;
  };
  for (const Row row : {Row{59, "94287082"}, Row{1111111109, "07081804"}, Row{1111111111, "14050471"},
                        Row{1234567890, "89005924"}, Row{2000000000, "69279037"}, Row{20000000000, "65353130"}}) {
    EXPECT_EQ(totp_code(kSecret, totp_step(at(row.seconds)), 8), row.code);
    EXPECT_EQ(totp_code(kSecret, totp_step(at(row.seconds))), std::string(row.code).substr(2));
  }
}

TEST(Totp, AClockMayBeOffByOneStepEachWay) {
  const TimePoint now = at(1'700'000'010);
  const std::int64_t step = totp_step(now);
  for (std::int64_t off = -3; off <= 3; ++off)
    EXPECT_EQ(step_of_code(kSecret, totp_code(kSecret, step + off), now, 0).has_value(), off >= -1 && off <= 1) << off;
}

TEST(Totp, AStepIsTakenOnceAndNothingBeforeIt) {
  const TimePoint now = at(1'700'000'010);
  const std::int64_t step = totp_step(now);
  EXPECT_EQ(step_of_code(kSecret, totp_code(kSecret, step), now, step - 1), step);
  EXPECT_FALSE(step_of_code(kSecret, totp_code(kSecret, step), now, step));
  EXPECT_FALSE(step_of_code(kSecret, totp_code(kSecret, step - 1), now, step));
  EXPECT_EQ(step_of_code(kSecret, totp_code(kSecret, step + 1), now, step), step + 1);
}

TEST(Totp, NothingButTheSixDigitsIsACode) {
  const TimePoint now = at(1'700'000'010);
  const std::string code = totp_code(kSecret, totp_step(now));
  for (const std::string& bad : {std::string(), code + "0", code.substr(1), " " + code, std::string("      ")})
    EXPECT_FALSE(step_of_code(kSecret, bad, now, 0)) << bad;
}

// RFC 4648, 10.
TEST(Base32, GivesThePublishedTexts) {
  EXPECT_EQ(to_base32(""), "");
  EXPECT_EQ(to_base32("f"), "MY");
  EXPECT_EQ(to_base32("fo"), "MZXQ");
  EXPECT_EQ(to_base32("foo"), "MZXW6");
  EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
}

TEST(Totp, TheUriHoldsNothingRaw) {
  EXPECT_EQ(totp_uri("foobar", "a&b@c d", "华表"),
            "otpauth://totp/%E5%8D%8E%E8%A1%A8:a%26b%40c%20d?secret=MZXW6YTBOI&issuer=%E5%8D%8E%E8%A1%A8"
            "&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace huabiao::access
