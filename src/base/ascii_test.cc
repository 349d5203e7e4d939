#include "base/ascii.h"

#include <gtest/gtest.h>

namespace huabiao {
namespace {

TEST(Ascii, OnlyLettersOfAsciiAreLowered) {
  EXPECT_EQ(ascii_lower("AZaz09-_[`{@"), "azaz09-_[`{@");
  EXPECT_EQ(ascii_lower("GOV.CN 政务É"), "gov.cn 政务É");
}

}  // namespace
}  // namespace huabiao
