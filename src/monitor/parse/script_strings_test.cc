#include "monitor/parse/script_strings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"
#include "monitor/parse/script_literal.h"
#include "monitor/parse/script_values.h"

namespace huabiao::monitor {
namespace {

std::string only(std::string_view source) {
  const auto strings = read_script(source).strings;
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
  const auto strings =
      read_script("document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E\")).strings;").strings;
  ASSERT_EQ(strings.size(), 1u);
  EXPECT_TRUE(strings[0].by_sink);
  EXPECT_TRUE(strings[0].encoded);
  EXPECT_EQ(strings[0].text, "<span id='_ideConac' ></span>");
  EXPECT_TRUE(read_script("el.innerHTML = '<b>';").strings.at(0).by_sink);
  EXPECT_FALSE(read_script("var a = '<b>';").strings.at(0).by_sink);
  EXPECT_TRUE(read_script(R"(window["\x64\x6f\x63"]["\x77\x72\x69\x74\x65\x6c\x6e"]("x"))").strings.back().by_sink);
}

TEST(ScriptStrings, JoinsOverPlus) {
  EXPECT_EQ(only("document.write('<div style=\"display:none\">' +\n '<a href=\"' + url.of(1) + '\">x</a>')"),
            "<div style=\"display:none\"><a href=\"\">x</a>");
  EXPECT_EQ(only("document.write(unescape('%3Cscript src=\\'' + proto + 'hm.example.com/h.js\\'%3E'))"),
            "<script src='hm.example.com/h.js'>");
  EXPECT_EQ(read_script("f('a', 'b')").strings.size(), 2u);
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

TEST(ScriptStrings, ComputesWhatIsConstant) {
  EXPECT_EQ(only(R"(x = "da,ec,ba".split(",").reverse().join("").replace("e", "E"))"), "baEcda");
  EXPECT_EQ(only(R"(x = ['<', "b", '>'].join(''))"), "<b>");
  EXPECT_EQ(only("x = String.fromCharCode(50 + 10, 0x60 ^ 1, (0xf << 2) | 2)"), "<a>");
  EXPECT_EQ(only("x = String.fromCharCode(-196 & 255, 0 - 4294967199 | 0, 62)"), "<a>");
  EXPECT_EQ(only("x = String.fromCharCode(60, parseInt('97', 1e300), 62)"), "97");
  EXPECT_EQ(only("x = String['fromCharCode'].apply(null, [60, 97, 62])"), "<a>");
  EXPECT_EQ(only("x = window.atob('PGE+')"), "<a>");
  EXPECT_EQ(only("x = 'zmorf'.charAt(4) + y"), "f");
  EXPECT_EQ(only("x = 'aXbXc'.replace(/X/g, '-')"), "a-b-c");
  EXPECT_EQ(only("x = (35).toString(36) + ('a' + 'b')"), "zab");
}

TEST(ScriptStrings, LooksNamesUp) {
  const auto names =
      read_script("var a = ['wri', 'te', '<i>']; var b = a[2]; document[a[0] + a[1]](b + a[2]);").strings;
  ASSERT_FALSE(names.empty());
  EXPECT_EQ(names.back().text, "<i><i>");
  EXPECT_TRUE(names.back().by_sink);
  // A name that something unknown was put into has no value any more.
  EXPECT_EQ(read_script("var a = '<i>'; a = f(); g(a + 'x')").strings.back().text, "x");
}

TEST(ScriptStrings, LooksThroughAnArrayTurnedAndLookedUp) {
  const auto reading = read_script(
      "var _0x1a=['te','<b>','wri'];(function(_0x2,_0x3){var "
      "_0x4=function(_0x5){while(--_0x5){_0x2['push'](_0x2['shift']())"
      "}};_0x4(++_0x3);}(_0x1a,0x2));var _0x6=function(_0x7,_0x8){_0x7=_0x7-0x0;var _0x9=_0x1a[_0x7];return _0x9;};"
      "function _0xa(_0xb){_0xb=_0xb-0x5;return _0x1a[_0xb];}document[_0xa('0x5')+_0x6('0x1')](_0xa('0x7'));");
  ASSERT_FALSE(reading.strings.empty());
  EXPECT_EQ(reading.strings.back().text, "<b>");
  EXPECT_TRUE(reading.strings.back().by_sink);
}

TEST(ScriptStrings, UnpacksWhatIsRunLater) {
  const auto packed = read_script(
      "eval(function(p,a,c,k,e,d){e=function(c){return "
      "c.toString(36)};if(!''.replace(/^/,String)){while(c--){d[c.toString(a)"
      "]=k[c]||c.toString(a)}k=[function(e){return "
      "d[e]}];e=function(){return'\\\\w+'};c=1};while(c--){if(k[c]){p=p.replace("
      "new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}('0.1(\"<2 3=\\'4://5.6/\\'></2>\")',7,7,"
      "'document|write|script|src|http|bad|example'.split('|'),0,{}))");
  ASSERT_EQ(packed.sources.size(), 1u);
  EXPECT_EQ(packed.sources[0], "document.write(\"<script src='http://bad.example/'></script>\")");
  EXPECT_EQ(read_script("eval(unescape('%61%3D1'))").sources.at(0), "a=1");
  EXPECT_EQ(read_script("setTimeout('go()', 9)").sources.at(0), "go()");
  EXPECT_TRUE(read_script("setTimeout(go, 9)").sources.empty());
}

TEST(ScriptStrings, ComputesNoMoreThanItsLimits) {
  std::string deep(5'000, '[');
  EXPECT_TRUE(read_script(deep).strings.empty());
  std::string doubling = "var a='0123456789012345678901234567890123456789';";
  for (int i = 0; i < 60; ++i) doubling += "a=a+a;";
  const ScriptReading reading = read_script(doubling);
  for (const ScriptString& string : reading.strings) EXPECT_LE(string.text.size(), ScriptValueLimits::kTextBytes);
  std::string spending = "var a='" + std::string(100'000, 'x') + "';";
  for (int i = 0; i < 2'000; ++i) spending += "b=a[1];c=a+a;";
  EXPECT_TRUE(read_script(spending).cut);
}

RC_GTEST_PROP(ScriptStringsProperty, AnySourceIsReadToTheEnd, ()) {
  const auto source =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("\"'`\\x3cu%+()[]/ an<!-=\n;,{}.0")));
  for (const ScriptString& string : read_script(source).strings) {
    RC_ASSERT(string.at < string.end && string.end <= source.size());
    RC_ASSERT(utf8::valid(string.text));
  }
}

}  // namespace
}  // namespace huabiao::monitor
