#include "monitor/parse/script_strings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::monitor {
namespace {

std::string only(std::string_view source) {
  const auto strings = read_strings(source);
  return strings.size() == 1 ? strings[0].text : "(" + std::to_string(strings.size()) + " strings)";
}

TEST(ScriptStrings, UndoesEscapes) {
  EXPECT_EQ(only(R"(x = "\x3cb\x3e\u4e2d\74\n")"), "<b>中<\n");
  EXPECT_EQ(only(R"(x = '\ud83d\ude00')"), "😀");
  EXPECT_EQ(only(R"(x = "\u{4e2d}")"), "中");
  EXPECT_EQ(only("x = 'a\\\nb'"), "ab");
}

TEST(ScriptStrings, UnescapesPercentForms) {
  EXPECT_EQ(unescape_percent("%3Ca%3E%u4E2D"), "<a>中");
  EXPECT_EQ(unescape_percent("%E4%B8%AD"), "中");
  EXPECT_EQ(unescape_percent("100%"), "100%");
  EXPECT_EQ(only("s = unescape('%u4E2D%20')"), "中 ");
}

TEST(ScriptStrings, SeesWhatIsWritten) {
  const auto strings = read_strings("document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E\"));");
  ASSERT_EQ(strings.size(), 1u);
  EXPECT_TRUE(strings[0].by_sink);
  EXPECT_TRUE(strings[0].encoded);
  EXPECT_EQ(strings[0].text, "<span id='_ideConac' ></span>");
  EXPECT_TRUE(read_strings("el.innerHTML = '<b>';").at(0).by_sink);
  EXPECT_FALSE(read_strings("var a = '<b>';").at(0).by_sink);
  EXPECT_TRUE(read_strings(R"(window["\x64\x6f\x63"]["\x77\x72\x69\x74\x65\x6c\x6e"]("x"))").back().by_sink);
}

TEST(ScriptStrings, JoinsOverPlus) {
  EXPECT_EQ(only("document.write('<div style=\"display:none\">' +\n '<a href=\"' + url.of(1) + '\">x</a>')"),
            "<div style=\"display:none\"><a href=\"\">x</a>");
  EXPECT_EQ(only("document.write(unescape('%3Cscript src=\\'' + proto + 'hm.example.com/h.js\\'%3E'))"),
            "<script src='hm.example.com/h.js'>");
  EXPECT_EQ(read_strings("f('a', 'b')").size(), 2u);
}

TEST(ScriptStrings, SkipsCommentsAndRegularExpressions) {
  EXPECT_EQ(only("// 'a'\n/* \"b\" */ x = /['\"]/g; y = 'c'"), "c");
  EXPECT_EQ(only("<!-- 'a'\ny = 'c'"), "c");
}

TEST(ScriptStrings, ReadsCharCodes) {
  EXPECT_EQ(only("document.write(String.fromCharCode(60, 0x61, 62, 20013))"), "<a>中");
}

TEST(ScriptStrings, FindsHiddenIds) {
  const auto ids = ids_hidden_by("document.getElementById('box').style.display = \"none\";");
  ASSERT_EQ(ids.size(), 1u);
  EXPECT_EQ(ids[0], "box");
  EXPECT_TRUE(ids_hidden_by("document.getElementById('box').style.display = 'block'").empty());
}

RC_GTEST_PROP(ScriptStringsProperty, AnySourceIsReadToTheEnd, ()) {
  const auto source =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("\"'`\\x3cu%+()[]/ an<!-=\n;,{}")));
  for (const ScriptString& string : read_strings(source)) {
    RC_ASSERT(string.at < string.end && string.end <= source.size());
    RC_ASSERT(utf8::valid(string.text));
  }
}

}  // namespace
}  // namespace huabiao::monitor
