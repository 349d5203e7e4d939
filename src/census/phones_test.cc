#include "census/phones.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::census {
namespace {

std::vector<std::string> read(std::string_view text) {
  Phones phones = read_phones(text, table::CellKind::Text);
  for (const std::string& unread : phones.unread) phones.numbers.push_back("?" + unread);
  return phones.numbers;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST(ReadPhones, SplitsDigitsAfterTheAreaCode) {
  EXPECT_EQ(read("00001234567"), Texts{"0000-1234567"});
  EXPECT_EQ(read("031187654321"), Texts{"0311-87654321"});
  EXPECT_EQ(read("01012345678"), Texts{"010-12345678"});
  EXPECT_EQ(read("02112345678"), Texts{"021-12345678"});
  EXPECT_EQ(read("0000 1234567"), Texts{"0000-1234567"});
  EXPECT_EQ(read("(0311)8765 4321"), Texts{"0311-87654321"});
}

TEST(ReadPhones, TakesEveryDashAndFullWidthDigits) {
  for (const char* text :
       {"0311—87654321", "０３１１－８７６５４３２１", "0311–87654321", "0311 - 87654321", "0311——87654321"})
    EXPECT_EQ(read(text), Texts{"0311-87654321"}) << text;
}

TEST(ReadPhones, KeepsExtensions) {
  for (const char* text : {"0000-12345678转801", "0000-12345678-801", "0000-12345678 转 801", "0000-12345678分机801"})
    EXPECT_EQ(read(text), Texts{"0000-12345678转801"}) << text;
}

TEST(ReadPhones, ReadsSeveralNumbersOfOneCell) {
  const Texts two = {"0000-7654321", "0000-7654322"};
  for (const char* text :
       {"0000—7654321，0000-7654322", "0000-7654321/0000-7654322", "0000-7654321 0000-7654322",
        "0000-7654321\n0000-7654322", "0000-7654321/2", "0000-7654321、22", "0000-7654321；0000-7654322；0000-7654321"})
    EXPECT_EQ(read(text), std::string_view(text) == "0000-7654321、22" ? (Texts{"0000-7654321", "?22"}) : two) << text;
  EXPECT_EQ(read("办公：0311-87654321，手机：13800000000"), (Texts{"0311-87654321", "13800000000"}));
  EXPECT_EQ(read("0311-80000000（传真）"), Texts{"0311-80000000"});
}

TEST(ReadPhones, ReadsMobileServiceAndForeignForms) {
  EXPECT_EQ(read("138 0000 0000"), Texts{"13800000000"});
  EXPECT_EQ(read("+86 138-0000-0000"), Texts{"13800000000"});
  EXPECT_EQ(read("+86-311-87654321"), Texts{"0311-87654321"});
  EXPECT_EQ(read("86-10-12345678"), Texts{"010-12345678"});
  EXPECT_EQ(read("400-123-4567"), Texts{"4001234567"});
  EXPECT_EQ(read("12345"), Texts{"12345"});
  EXPECT_EQ(read("87654321"), Texts{"87654321"});
}

TEST(ReadPhones, SaysWhatItCannotRead) {
  for (const char* text : {"问老王", "123", "0311-123", "138000000001", "01"})
    EXPECT_EQ(read(text), Texts{"?" + std::string(text)}) << text;
}

TEST(ReadPhones, PutsBackTheZeroASpreadsheetDropped) {
  const Phones phones = read_phones("31187654321", table::CellKind::Number);
  EXPECT_TRUE(phones.zero_restored);
  EXPECT_EQ(phones.numbers, Texts{"0311-87654321"});
  EXPECT_EQ(read_phones("13800000000", table::CellKind::Number).numbers, Texts{"13800000000"});
  EXPECT_FALSE(read_phones("13800000000", table::CellKind::Number).zero_restored);
}

// A number that was read is read the same way again.
RC_GTEST_PROP(ReadPhones, ReadsItsOwnWriting, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::element('0', '1', '2', '3', '8', '-', ' ', '/', ',', '(', ')', '+', '6', '#'));
  for (const std::string& number : read_phones(text, table::CellKind::Text).numbers)
    RC_ASSERT(read(number) == Texts{number});
}

RC_GTEST_PROP(ReadPhones, SurvivesAnyText, (const std::string& text)) {
  const Phones phones = read_phones(text, table::CellKind::Number);
  for (const std::string& number : phones.numbers) RC_ASSERT(number.size() >= 5U);
}

}  // namespace huabiao::census
