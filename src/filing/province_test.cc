#include "filing/province.h"

#include <gtest/gtest.h>

namespace huabiao::filing {

TEST(ProvinceOf, MapsBothCustomsToOneCode) {
  EXPECT_EQ(province_of("川"), "51");
  EXPECT_EQ(province_of("蜀"), "51");
  EXPECT_EQ(province_of("滇"), province_of("云"));
  EXPECT_EQ(province_of("黔"), province_of("贵"));
  EXPECT_EQ(province_of("陇"), province_of("甘"));
  EXPECT_EQ(province_of("萌"), "");
  EXPECT_EQ(province_of(""), "");
}

TEST(IsProvinceCode, KnowsTheCodesInUse) {
  EXPECT_TRUE(is_province_code("13"));
  EXPECT_TRUE(is_province_code("66"));
  EXPECT_FALSE(is_province_code("19"));
  EXPECT_FALSE(is_province_code(""));
  EXPECT_EQ(province_name("13"), "河北");
}

}  // namespace huabiao::filing
