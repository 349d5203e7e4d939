#include <gtest/gtest.h>

#include "monitor/detect/detect.h"
#include "monitor/detect/detectors.h"
#include "support/pages.h"
#include "support/rules.h"

namespace huabiao::monitor {
namespace {

std::vector<Finding> judged(const std::string& script) {
  const std::string body = "<html><body><script>" + script + "</script></body></html>";
  const Page page = test::read_page(body);
  FetchOutcome fetch;
  fetch.body = body;
  return disguised_script_findings({page, fetch, Declared{}, {}, test::built_in_rules()});
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += std::string("\\x") + kHex[byte / 16] + kHex[byte % 16];
  }
  return out;
}

std::string in_hex(std::string_view text) {
  std::string out;
  for (const char c : escaped(text))
    if (c != '\\' && c != 'x') out += c;
  return out;
}

TEST(DisguisedScript, WordsCutIntoCrumbsOfCharacterNumbers) {
  std::string script;
  for (const char* crumb : {"ev", "al", "doc", "ume", "nt.", "wri", "te", "unes", "cape", "fro", "mCh", "arC", "ode"})
    script += std::string("var qzxkvbtrw") + crumb[0] + "pl=\"" + escaped(crumb) + "\";";
  const auto found = judged(script + "eval(qzxkvbtrwepl+qzxkvbtrwapl);");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "injected-script.disguised");
  EXPECT_EQ(found[0].severity, Severity::High);
  EXPECT_GT(found[0].evidence[0].length, 0);
}

TEST(DisguisedScript, AProgramAsHexDigitsThatIsRun) {
  std::string program;
  for (int i = 0; i < 12; ++i) program += "window.onload=function(){var a=document.cookie;};";
  EXPECT_EQ(judged("var s=\"" + in_hex(program) + "\";eval(decode(s));").size(), 1u);
  EXPECT_TRUE(judged("var picture=\"" + in_hex(std::string(400, '\x01')) + "\";draw(picture);").empty());
}

TEST(DisguisedScript, CharactersBehindASeparator) {
  std::string script;
  for (int i = 0; i < 4; ++i) script += "var part" + std::to_string(i) + "='QwErTyUi3cQwErTyUi69QwErTyUi66';";
  EXPECT_EQ(judged(script + "document.write(unescape(part0.replace(/QwErTyUi/g,'%')));").size(), 1u);
}

TEST(DisguisedScript, HonestProgramsAreLeftAlone) {
  std::string counter =
      "var _hmt=_hmt||[];(function(){var hm=document.createElement('script');hm.src='https://h.example/";
  counter += "hm.js?0123456789abcdef0123456789abcdef';var s=document.getElementsByTagName('script')[0];";
  counter += "s.parentNode.insertBefore(hm,s);})();";
  EXPECT_TRUE(judged(counter).empty());
  EXPECT_TRUE(judged("document.write(unescape(\"" + std::string(400, '%') + "\"));").empty());
  std::string named;
  for (const char* name : {"scrollTop", "getElementById", "innerHTML", "XMLHttpRequest", "currentStyle", "showDate"})
    named += std::string("var ") + name + "1=window." + name + ";function " + name + "2(){}";
  EXPECT_TRUE(judged(named + "eval(showDate1);appendChild(x)();navigator.userAgent").empty());
  std::string minified;
  for (int i = 0; i < 40; ++i) minified += "var _0x3f2a" + std::to_string(10 + i) + "=" + std::to_string(i) + ";";
  EXPECT_TRUE(judged(minified + "eval(_0x3f2a10)").empty());
}

TEST(DisguisedScript, BrokenScriptsEndTheReading) {
  for (const char* tail : {"\"", "'", "/*", "\\", "\"\\", "var "})
    EXPECT_TRUE(judged(std::string(120, 'a') + " " + tail).empty()) << tail;
}

}  // namespace
}  // namespace huabiao::monitor
