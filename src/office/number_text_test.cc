#include "office/number_text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::office {

TEST(NumberText, WritesNumbersAsPeopleTypeThem) {
  EXPECT_EQ(number_text("13800000000", {}), "13800000000");
  EXPECT_EQ(number_text("1.38E+10", {}), "13800000000");
  EXPECT_EQ(number_text("1.3800000000000000E10", {}), "13800000000");
  EXPECT_EQ(number_text("0.10000000000000001", {}), "0.1");
  EXPECT_EQ(number_text("3.1099999999999999", {}), "3.11");
  EXPECT_EQ(number_text("-5", {}), "-5");
  EXPECT_EQ(number_text("-0", {}), "0");
  EXPECT_EQ(number_text("1e300", {}).size(), 301U);
  EXPECT_EQ(number_text("a lot", {}), "a lot");
  EXPECT_EQ(number_text("nan", {}), "nan");
  EXPECT_EQ(number_text("1e999", {}), "1e999");
}

TEST(NumberText, ShowsTheZerosAFormatAsksFor) {
  EXPECT_EQ(number_text("31187654321", look_of_code("000000000000")), "031187654321");
  EXPECT_EQ(look_of_code("0").what, NumberLook::What::Plain);
}

TEST(NumberText, WritesDates) {
  const NumberLook date = look_of_builtin(14);
  EXPECT_EQ(number_text("42318", date), "2015-11-10");
  EXPECT_EQ(number_text("1", date), "1900-01-01");
  EXPECT_EQ(number_text("59", date), "1900-02-28");
  EXPECT_EQ(number_text("61", date), "1900-03-01");
  EXPECT_EQ(number_text("42318.5", look_of_builtin(22)), "2015-11-10 12:00:00");
  EXPECT_EQ(number_text("0.75", look_of_builtin(20)), "18:00:00");
  EXPECT_EQ(number_text("1e10", date), "10000000000");  // no such day
}

TEST(NumberText, TellsDateFormatsByTheirLetters) {
  using enum NumberLook::What;
  EXPECT_EQ(look_of_code("yyyy\\-mm\\-dd").what, Date);
  EXPECT_EQ(look_of_code("yyyy\"年\"m\"月\"d\"日\";@").what, Date);
  EXPECT_EQ(look_of_code("[$-804]yyyy/m/d h:mm").what, DateTime);
  EXPECT_EQ(look_of_code("[h]:mm:ss").what, Time);
  EXPECT_EQ(look_of_code("0.00\"days\"").what, Plain);
  EXPECT_EQ(look_of_code("[Red]#,##0").what, Plain);
  EXPECT_EQ(look_of_code("General").what, Plain);
  EXPECT_EQ(look_of_code("@").what, Plain);
  EXPECT_EQ(look_of_code("\"").what, Plain);
}

RC_GTEST_PROP(NumberText, KeepsIntegersExactly, (std::int64_t n)) {
  const std::int64_t value = n % 9'007'199'254'740'992;
  RC_ASSERT(number_text(std::to_string(value), {}) == std::to_string(value));
}

}  // namespace huabiao::office
