#include "census/names.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::census {
namespace {

using Texts = std::vector<std::string>;

// Names as they were sorted into columns, then the faults' codes.
Texts told(const CellNames& names) {
  Texts all = names.ascii;
  all.insert(all.end(), names.chinese.begin(), names.chinese.end());
  for (const auto& [name, port] : names.ports) all.push_back(name + ":" + std::to_string(port));
  for (const NameFault& fault : names.faults)
    all.push_back(std::string(fault.severity == Severity::Error ? "!" : "~") + std::string(fault.code).substr(7));
  return all;
}
Texts ascii(std::string_view cell) {
  return told(read_names(cell, NameColumn::Ascii));
}
Texts chinese(std::string_view cell) {
  return told(read_names(cell, NameColumn::Chinese));
}

}  // namespace

TEST(ReadNames, TakesEverySeparator) {
  const Texts two = {"a.example.gov.cn", "b.example.gov.cn"};
  for (const std::string between : {"、", "，", ",", ";", "；", "\n", "\r\n", " ", "　", " / ", "/", "、\n", " 、 "})
    EXPECT_EQ(ascii("a.example.gov.cn" + between + "b.example.gov.cn"), two) << between;
}

TEST(ReadNames, DropsTheNumbersOfAList) {
  const Texts two = {"甲.政务", "乙.政务"};
  for (const char* cell :
       {"1. 甲·政务 2. 乙·政务", "1、甲。政务\n2、乙．政务", "1.甲.政务2.乙.政务", "（1）甲·政务（2）乙·政务",
        "①甲·政务②乙·政务", "1）甲·政务；2）乙·政务", "1.甲.政务\n2.乙.政务", "1 甲.政务 2 乙.政务"})
    EXPECT_EQ(chinese(cell), two) << cell;
  EXPECT_EQ(ascii("1.www.a.gov.cn\n2.www.b.gov.cn"), (Texts{"www.a.gov.cn", "www.b.gov.cn"}));
  EXPECT_EQ(ascii("1.example.gov.cn"), Texts{"1.example.gov.cn"});  // a label, not a number
}

TEST(ReadNames, TakesEveryDotForADot) {
  for (const char* cell :
       {"甲.政务", "甲·政务", "甲。政务", "甲．政务", "甲•政务", "甲・政务", "甲｡政务", "“甲·政务”", "甲·政务。"})
    EXPECT_EQ(chinese(cell), Texts{"甲.政务"}) << cell;
}

TEST(ReadNames, TakesHostsOutOfUrls) {
  EXPECT_EQ(ascii("http://www.SLDSJ.example.gov.cn/"), Texts{"www.sldsj.example.gov.cn"});
  EXPECT_EQ(ascii("https://slj.example.gov.cn/index.html?x=1#y"), Texts{"slj.example.gov.cn"});
  EXPECT_EQ(ascii("lib.example.org.cn：8080"), (Texts{"lib.example.org.cn", "lib.example.org.cn:8080"}));
  EXPECT_EQ(ascii("www.example.gov.cn/index.html"), Texts{"www.example.gov.cn"});
  EXPECT_EQ(ascii("WWW.EXAMPLE.GOV.CN."), Texts{"www.example.gov.cn"});
  EXPECT_EQ(ascii("ｗｗｗ．ｅｘａｍｐｌｅ．ｇｏｖ．ｃｎ"), Texts{"www.example.gov.cn"});
}

TEST(ReadNames, KeepsEachNameOnce) {
  EXPECT_EQ(ascii("a.gov.cn、A.GOV.CN.、http://a.gov.cn/x"), Texts{"a.gov.cn"});
}

TEST(ReadNames, ReadsALabelsAsWhatTheySay) {
  EXPECT_EQ(chinese("xn--4gq1do1c680am9cqs0dx3c.xn--55qw42g"), Texts{"示例市第一中学.公益"});
}

TEST(ReadNames, TakesNoneForNone) {
  for (const char* cell : {"无", "—", "/", "", "暂无"}) {
    EXPECT_EQ(ascii(cell), Texts{}) << cell;
    EXPECT_EQ(chinese(cell), Texts{}) << cell;
  }
}

TEST(ReadNames, MovesNamesThatStandInTheWrongColumn) {
  EXPECT_EQ(ascii("甲·政务"), (Texts{"甲.政务", "~wrong_column"}));
  EXPECT_EQ(chinese("www.a.gov.cn"), (Texts{"www.a.gov.cn", "~wrong_column"}));
}

TEST(ReadNames, RefusesWhatIsNoName) {
  EXPECT_EQ(ascii("www.lyj example.gov.cn"), Texts{"!space_in_host"});
  EXPECT_EQ(ascii("-bad-.gov.cn"), Texts{"!bad_host"});
  EXPECT_EQ(ascii("a_b.gov.cn"), Texts{"!bad_host"});
  EXPECT_EQ(ascii("192.0.2.1"), Texts{"!ip_address"});
  EXPECT_EQ(ascii("http://192.0.2.1:8080/"), Texts{"!ip_address"});
  EXPECT_EQ(ascii("999.0.2.1"), Texts{"!ip_address"});
  EXPECT_EQ(ascii("ftp://a.gov.cn/"), Texts{"!not_a_web_address"});
  EXPECT_EQ(ascii("webmaster@a.gov.cn"), Texts{"!not_a_web_address"});
  EXPECT_EQ(ascii("localhost"), Texts{"!no_dot"});
  EXPECT_EQ(chinese("示例市教育局"), Texts{"!no_dot"});
  EXPECT_EQ(ascii("www.example.nosuchsuffix"), (Texts{"www.example.nosuchsuffix", "~unknown_suffix"}));
  EXPECT_EQ(ascii("a.gov.cn、-b-.gov.cn、c.gov.cn"), (Texts{"a.gov.cn", "c.gov.cn", "!bad_host"}));
}

TEST(ReadNames, StopsAtTooMany) {
  std::string cell;
  for (int i = 0; i < 300; ++i) cell += "n" + std::to_string(i) + ".gov.cn\n";
  const CellNames names = read_names(cell, NameColumn::Ascii);
  EXPECT_EQ(names.ascii.size(), 200U);
  EXPECT_EQ(names.faults.size(), 1U);
}

// Names joined by any separator come back in order.
RC_GTEST_PROP(ReadNames, GivesBackWhatWasJoined, ()) {
  const auto label = rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('b', 'z')));
  const auto count = *rc::gen::inRange(1, 8);
  const auto between = *rc::gen::element<std::string>("、", "，", "；", "\n", " ", ";", "　");
  std::string cell;
  Texts expected;
  for (int i = 0; i < count; ++i) {
    const std::string name = (*label).substr(0, 20) + std::to_string(i) + ".gov.cn";
    cell += (i ? between : "") + *rc::gen::element<std::string>("", "http://", "HTTPS://") + name +
            *rc::gen::element<std::string>("", ".", "/");
    expected.push_back(name);
  }
  RC_ASSERT(ascii(cell) == expected);
}

RC_GTEST_PROP(ReadNames, SurvivesAnyText, (const std::string& text)) {
  for (const NameColumn column : {NameColumn::Ascii, NameColumn::Chinese})
    for (const std::string& name : read_names(text, column).ascii) RC_ASSERT(name.find('.') != std::string::npos);
}

}  // namespace huabiao::census
