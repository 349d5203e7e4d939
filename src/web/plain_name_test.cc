#include "web/plain_name.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"
#include "web/idna.h"

namespace huabiao::web {

TEST(PlainName, TakesTheFastWayWhereNothingIsToBeMapped) {
  EXPECT_EQ(plain_name_to_ascii("示例市第一中学.公益"), "xn--4gq1do1c680am9cqs0dx3c.xn--55qw42g");
  for (const char* name : {"", ".", "中..政务", "-中.政务", "中-.政务", "ab--中.政务", "A中.政务", "中。政务",
                           "ａ中.政务", "é.政务", "中 文.政务", "中文.政务."})
    EXPECT_EQ(plain_name_to_ascii(name), std::nullopt) << name;
}

TEST(PlainName, LeavesNamesNoMessageCarriesToTheSlowEngine) {
  std::string name = "中";
  while (name.size() < 230) name += ".abcdefghijklmnop";
  EXPECT_TRUE(plain_name_to_ascii(name).has_value());
  EXPECT_EQ(plain_name_to_ascii(name + ".abcdefghijklmnop"), std::nullopt);
}

TEST(PlainName, LeadsBackWhereItCameFrom) {
  EXPECT_EQ(plain_name_to_unicode("xn--4gq1do1c680am9cqs0dx3c.xn--55qw42g"), "示例市第一中学.公益");
  EXPECT_EQ(plain_name_to_unicode("www.xn--fiqs8s.cn"), "www.中国.cn");
  EXPECT_EQ(plain_name_to_unicode("www.example.cn"), "www.example.cn");
  for (const char* name : {"", ".", "xn--", "xn--.cn", "xn--abc-.cn", "xn--fiqs8s.", "xn--FIQS8S", "xn--fiqs8",
                           "xn--fiqs8s9", "ab--c.cn", "xn--caf-dma.fr", "xn--99999999999999999999",
                           "xn--zzzzzzzzzzzzzzzzzzzz", "xn--a-ecp.ru", "xn--fiq-s8s", "中.cn"})
    EXPECT_EQ(plain_name_to_unicode(name), std::nullopt) << name;
}

// Whatever is taken for an A-label, the slow engine takes too, and for the same.
RC_GTEST_PROP(PlainName, BelievesNoALabelTheSlowEngineDoesNot, ()) {
  const auto name = "xn--" + *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcdqrsz0189-.xn--fiq")));
  const auto plain = plain_name_to_unicode(name);
  if (!plain) return;
  RC_ASSERT(name_to_ascii(name).value() == name);
  RC_ASSERT(name_to_unicode(name) == *plain);
}

// Whatever the fast way gives, the slow way gives too, and back.
RC_GTEST_PROP(PlainName, AgreesWithTheSlowEngine, ()) {
  const auto character =
      rc::gen::weightedOneOf<char32_t>({{6, rc::gen::cast<char32_t>(rc::gen::inRange(0x4E00, 0x9FA6))},
                                        {2, rc::gen::cast<char32_t>(rc::gen::inRange<int>('a', 'z' + 1))},
                                        {1, rc::gen::element<char32_t>('-', '.', '0', '9')}});
  std::string name;
  for (const char32_t c : *rc::gen::container<std::u32string>(character)) utf8::append(name, c);
  const auto plain = plain_name_to_ascii(name);
  RC_PRE(plain.has_value());
  const auto slow = name_to_ascii(name);
  RC_ASSERT(slow.has_value());
  RC_ASSERT(*plain == *slow);
  RC_ASSERT(name_to_unicode(*plain) == name);
  RC_ASSERT(plain_name_to_unicode(*plain) == name);
}

}  // namespace huabiao::web
