#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "monitor/parse/style_rules.h"

namespace huabiao::monitor {
namespace {

Hidden hidden(std::string_view css) {
  std::vector<Declaration> declarations;
  (void)read_declarations(css, declarations);
  DeclaredStyle declared;
  declared.apply(declarations);
  const auto hiding = hiding_of(declared, false);
  return hiding ? hiding->kind : Hidden::None;
}

TEST(Style, KnowsTheHidingTricks) {
  EXPECT_EQ(hidden("display: none"), Hidden::InlineStyle);
  EXPECT_EQ(hidden("DISPLAY:NONE !important"), Hidden::InlineStyle);
  EXPECT_EQ(hidden("dis/**/play:none"), Hidden::InlineStyle);
  EXPECT_EQ(hidden("visibility:hidden"), Hidden::InlineStyle);
  EXPECT_EQ(hidden("opacity:0"), Hidden::InlineStyle);
  EXPECT_EQ(hidden("filter:alpha(opacity=0)"), Hidden::InlineStyle);
  EXPECT_EQ(hidden("position:absolute;left:-9999px"), Hidden::OffScreen);
  EXPECT_EQ(hidden("text-indent:-1213px"), Hidden::OffScreen);
  EXPECT_EQ(hidden("width:1px;height:1px;overflow:hidden"), Hidden::ZeroBox);
  EXPECT_EQ(hidden("overflow:hidden;height:0"), Hidden::ZeroBox);
  EXPECT_EQ(hidden("font-size:0"), Hidden::ZeroFont);
  EXPECT_EQ(hidden("color:#FFF;background:#ffffff"), Hidden::BackgroundColour);
  EXPECT_EQ(hidden("position:absolute;clip:rect(0 0 0 0)"), Hidden::Clipped);
}

TEST(Style, LeavesOrdinaryLayoutAlone) {
  EXPECT_EQ(hidden("position:absolute;left:-10px"), Hidden::None);
  EXPECT_EQ(hidden("left:-9999px"), Hidden::None);  // not positioned: no effect
  EXPECT_EQ(hidden("color:#fff"), Hidden::None);
  EXPECT_EQ(hidden("color:#fff;background:url(a.png)"), Hidden::None);
  EXPECT_EQ(hidden("display:none;display:block"), Hidden::None);
  EXPECT_EQ(hidden("width:0;border:1px"), Hidden::None);
  EXPECT_EQ(hidden("margin-top:-20px"), Hidden::None);
}

TEST(Style, MatchesSimpleSelectorsOnly) {
  StyleRules rules;
  rules.add(
      ".a, #b { display:none } p.c{visibility:hidden} .d .e{display:none} .f:hover{display:none}"
      "@media print { .g{display:none} } /* .h{display:none} */ .i{display:none} .i{display:block}");
  const auto hides = [&](Tag tag, std::string_view id, std::string_view name) {
    DeclaredStyle declared;
    rules.apply({tag, id, name}, declared);
    return hiding_of(declared, true).has_value();
  };
  EXPECT_TRUE(hides(Tag::Div, "", "a"));
  EXPECT_TRUE(hides(Tag::Div, "b", "x"));
  EXPECT_TRUE(hides(Tag::P, "", "c"));
  EXPECT_FALSE(hides(Tag::Div, "", "c"));
  EXPECT_TRUE(hides(Tag::Div, "", "x  a y"));
  for (const std::string_view name : {"e", "f", "g", "h", "i"}) EXPECT_FALSE(hides(Tag::Div, "", name)) << name;
}

TEST(Style, ReadsColours) {
  EXPECT_EQ(read_colour("#abc"), 0xAABBCCu);
  EXPECT_EQ(read_colour("rgb(255, 0, 1)"), 0xFF0001u);
  EXPECT_EQ(read_colour("white"), 0xFFFFFFu);
  EXPECT_FALSE(read_colour("url(x)"));
  EXPECT_FALSE(read_colour("#12345"));
}

RC_GTEST_PROP(StyleProperty, AnyTextIsRead, ()) {
  const auto css =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a.#{}:;/*@,px-0123()\"' display:none\n")));
  StyleRules rules;
  rules.add(css);
  hidden(css);
}

}  // namespace
}  // namespace huabiao::monitor
