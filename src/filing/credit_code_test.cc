#include "filing/credit_code.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::filing {

TEST(ReadCreditCode, ChecksTheLastCharacter) {
  for (const char* good :
       {"11441700007280420Y", "91110000802100433B", "914403001922038216", "91110108551385082Q", "91350100M000100Y43"})
    EXPECT_TRUE(read_credit_code(good)) << good;
  for (const char* bad : {"9111000080210043", "91110000802100433I", "11441700007280420X", "", "1144170000728042 ０Z"})
    EXPECT_EQ(read_credit_code(bad).error().code, "filing.bad_credit_code") << bad;
}

TEST(ReadCreditCode, SaysWhoHoldsIt) {
  const auto organ = read_credit_code(" 11441700 00728042 0y ");
  ASSERT_TRUE(organ);
  EXPECT_EQ(organ->text, "11441700007280420Y");
  EXPECT_EQ(organ->holder, HolderKind::Organ);
  EXPECT_EQ(organ->division, "441700");
  EXPECT_EQ(organ->organisation, "00728042-0");
  EXPECT_EQ(read_credit_code("91110000802100433B")->holder, HolderKind::Company);
}

TEST(ReadOrganisationCode, ChecksTheLastCharacter) {
  for (const char* good : {"00728042-0", "80210043-3", "M000100Y-4"})
    EXPECT_EQ(read_organisation_code(good).value(), good);
  EXPECT_EQ(read_organisation_code("007280420").value(), "00728042-0");
  for (const char* bad : {"00728042-1", "0072804-20", "", "00728042--0", "政务000000"})
    EXPECT_EQ(read_organisation_code(bad).error().code, "filing.bad_organisation_code") << bad;
}

RC_GTEST_PROP(CreditCodeProperty, OneWrongCharacterIsFound, ()) {
  static const std::string kGood = "11441700007280420Y";
  static const std::string kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = kGood;
  const auto at = *rc::gen::inRange<std::size_t>(0, code.size());
  code[at] = *rc::gen::elementOf(kAlphabet);
  RC_ASSERT(read_credit_code(code).has_value() == (code == kGood));
}

RC_GTEST_PROP(CreditCodeProperty, SurvivesAnything, (const std::string& text)) {
  (void)read_credit_code(text);
  (void)read_organisation_code(text);
}

}  // namespace huabiao::filing
