#include "monitor/parse/script_guards.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::monitor {
namespace {

Guard only(std::string_view source) {
  const auto guards = read_guards(source);
  EXPECT_EQ(guards.size(), 1u) << source;
  return guards.empty() ? Guard{} : guards[0];
}

TEST(ScriptGuards, ReadsWhatAConditionGuards) {
  const Guard guard = only(
      "var r = document.referrer; if (r.indexOf('baidu') > 0 || r.indexOf('sogou') > 0) {"
      " location.href = 'http://bad.example/?x'; }");
  EXPECT_EQ(guard.asks, Guard::Referrer);
  EXPECT_EQ(guard.does, Guard::Redirect);
  EXPECT_EQ(guard.target, "http://bad.example/?x");
  EXPECT_EQ(guard.condition, "r.indexOf('baidu') > 0 || r.indexOf('sogou') > 0");
}

TEST(ScriptGuards, ReadsEveryFormOfACondition) {
  EXPECT_EQ(only("if(/spider/i.test(navigator.userAgent))document.title='x';").does, Guard::Title);
  EXPECT_EQ(only("/spider/i.test(navigator['userAgent'])&&document.write('<a>')").asks, Guard::UserAgent);
  EXPECT_EQ(only("document.cookie.indexOf('seen')<0 ? window.open('//bad.example/a') : 0").target, "//bad.example/a");
  EXPECT_EQ(only("if (document.cookie) { f() } else { top.location = '/x' }").asks, Guard::Cookie);
  EXPECT_EQ(only("function bot(){return /bot/.test(navigator.userAgent)} if(!bot()){box.innerHTML = 'x'}").asks,
            Guard::UserAgent);
  EXPECT_EQ(only("(function(){ var h = new Date().getHours(); if (h > 8) return; location.replace('/n') })()").asks,
            Guard::Time);
  EXPECT_EQ(only("if (navigator.language == 'zh-CN') document.body.appendChild(s)").asks, Guard::Region);
  EXPECT_EQ(only("if (a) { if (document.referrer) { location='/x' } }").asks, Guard::Referrer);
  EXPECT_EQ(asked_of(Guard::Cookie | Guard::Referrer), "referrer, cookie");
}

TEST(ScriptGuards, LeavesTheRestAlone) {
  EXPECT_TRUE(read_guards("if (a == 1) location.href = '/x'; document.cookie = 'a=b'").empty());
  EXPECT_TRUE(read_guards("if (document.cookie) { count++ } location.href = '/x';").empty());
  EXPECT_TRUE(read_guards("// if (document.referrer) location='/x'\n'if (document.referrer) location=1'").empty());
}

RC_GTEST_PROP(ScriptGuardsProperty, AnySourceIsRead, ()) {
  static const std::vector<std::string> kPieces = {"if",      "(",      ")",        "{",  "}",        ";",      "else ",
                                                   "return ", "cookie", "&&",       "?",  "location", "=",      "x",
                                                   "'",       "/*",     "function", "//", "\n",       ".write", "\\"};
  std::string source;
  for (const std::string& piece : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)))
    source += piece;
  for (const Guard& guard : read_guards(source)) RC_ASSERT(guard.asks != 0 && guard.does != 0);
}

}  // namespace
}  // namespace huabiao::monitor
