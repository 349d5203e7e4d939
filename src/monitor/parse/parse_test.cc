#include "monitor/parse/parse.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::monitor {
namespace {

Page read(std::string_view body, std::string url = "https://www.example.gov.cn/a/index.html") {
  return parse(body, {.url = std::move(url), .content_type = "text/html"});
}

Hidden link_hidden(std::string_view body) {
  const Page page = read(body);
  return page.links.size() == 1 ? page.links[0].hidden : Hidden::Comment;
}

TEST(Parse, ReadsTitleMetasAndText) {
  const Page page = read(
      "<title> 示例 &amp; 网站 </title><meta name=SiteIDCode content=3300000001><body><h1>要闻</h1><p>第一段<p>第二 "
      "<b>段</b>");
  EXPECT_EQ(page.title, "示例 & 网站");
  EXPECT_EQ(page.title_source, " 示例 &amp; 网站 ");
  ASSERT_EQ(page.metas.size(), 1u);
  EXPECT_EQ(page.metas[0].name, "siteidcode");
  EXPECT_EQ(page.visible.text, "要闻\n第一段\n第二 段\n");
  EXPECT_EQ(page.headings, "要闻\n");
}

TEST(Parse, ResolvesLinksAgainstPageAndBase) {
  const Page page = read("<a href='../b'>x</a><a href=//Other.example.com/>y</a><a href='javascript:;'>z</a>");
  ASSERT_EQ(page.links.size(), 3u);
  EXPECT_EQ(page.links[0].url, "https://www.example.gov.cn/b");
  EXPECT_EQ(page.links[1].host, "other.example.com");
  EXPECT_EQ(page.links[2].url, "");
  EXPECT_EQ(read("<base href='https://b.example.org/c/'><a href=d>x").links[0].url, "https://b.example.org/c/d");
  EXPECT_EQ(read("<a href=d>x</a>", "").links[0].host, "");
  EXPECT_EQ(read("<a href=//h.example.com/d>x</a>", "").links[0].host, "h.example.com");
}

TEST(Parse, SaysWhyALinkCannotBeSeen) {
  const std::string link = "<a href=http://x.example.com/>x</a>";
  EXPECT_EQ(link_hidden(link), Hidden::None);
  EXPECT_EQ(link_hidden("<div style='display:none'><p>" + link), Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<style>.k{display:none}</style><div class=k>" + link), Hidden::StyleRule);
  EXPECT_EQ(link_hidden("<div class=k>" + link + "</div><style>.k{display:none}</style>"), Hidden::StyleRule);
  EXPECT_EQ(link_hidden("<div hidden>" + link), Hidden::HiddenAttribute);
  EXPECT_EQ(link_hidden("<div style='position:absolute;top:-999px'>" + link), Hidden::OffScreen);
  EXPECT_EQ(link_hidden("<marquee height=1 width=4 scrollamount=3000>" + link), Hidden::Marquee);
  EXPECT_EQ(link_hidden("<body><noscript>" + link), Hidden::Noscript);
  EXPECT_EQ(link_hidden("<div style='background:#fff'><a style='color:white' href=http://x.example.com/>x</a>"),
            Hidden::BackgroundColour);
  EXPECT_EQ(link_hidden("<font style='font-size:0px'>" + link), Hidden::ZeroFont);
  EXPECT_EQ(link_hidden("<ul style='font-size:0'><li style='font-size:14px'>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<a href=http://x.example.com/><span style='display:none'>x</span></a>"), Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<!-- " + link + " -->"), Hidden::Comment);  // no link at all
}

TEST(Parse, HidingEndsAndGoesOnWhereABrowserEndsItAndGoesOn) {
  const std::string link = "<a href=http://x.example.com/>x</a>", hide = " style='display:none'>";
  EXPECT_EQ(link_hidden("<p><font" + hide + "a<p>" + link), Hidden::InlineStyle);  // opened again
  EXPECT_EQ(link_hidden("<p><font" + hide + "a</font><p>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<b" + hide + "<div>a</b>" + link + "</div>"), Hidden::None);  // the block goes on without it
  EXPECT_EQ(link_hidden("<b" + hide + "<div>" + link + "</b></div>"), Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<div" + hide + "<b><div>a</b>" + link + "</div></div>"), Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<span" + hide + "<div>a</span>" + link), Hidden::InlineStyle);  // no block is closed so
  EXPECT_EQ(link_hidden("<div" + hide + "<span>a</div>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<p" + hide + "a<div>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<ul><li" + hide + "a<li>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<table><tr><td" + hide + "a<td>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<table" + hide + "<tr><td>" + link), Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<table" + hide + link + "<tr><td>a"), Hidden::None);  // shown before the table
  EXPECT_EQ(link_hidden("<div" + hide + "<table>" + link), Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<form" + hide + "<div></form>" + link), Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<form" + hide + "<div></form></div>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<noscript><div" + hide + "</noscript>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<svg" + hide + "<p>" + link), Hidden::None);
  EXPECT_EQ(link_hidden("<title><div" + hide + "</title>" + link), Hidden::None);
}

TEST(Parse, FollowsHidingThatScriptsDo) {
  const std::string link = "<a href=http://x.example.com/>x</a>";
  EXPECT_EQ(link_hidden("<script>document.write('<div style=\"display:none\">')</script>" + link +
                        "<script>document.write('</div>')</script>"),
            Hidden::InlineStyle);
  EXPECT_EQ(link_hidden("<script>document.write('<div style=\"display:none\">')</script>"
                        "<script>document.write('</div>')</script>" +
                        link),
            Hidden::None);
  EXPECT_EQ(
      link_hidden("<div id=k>" + link + "</div><script>document.getElementById('k').style.display='none'</script>"),
      Hidden::StyleRule);
}

TEST(Parse, ReadsWhatScriptsWrite) {
  const Page page = read(
      "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript "
      "src='http://dcs.conac.cn/js/33/000/0000/60000000/CA330000000600000000001.js'%3E%3C/script%3E\"));</script>");
  ASSERT_EQ(page.scripts.size(), 2u);
  EXPECT_TRUE(page.scripts[1].script_written);
  EXPECT_EQ(page.scripts[1].host, "dcs.conac.cn");
  EXPECT_TRUE(page.has_mark_span);
  ASSERT_EQ(page.written.size(), 1u);
  EXPECT_TRUE(page.written[0].by_sink);
  EXPECT_EQ(page.scripts[1].place.offset, page.scripts[0].place.offset);
  const Page footer = read("<script>var f='<p>主办：<a href=\"http://y.example.com/\">某局</a></p>'</script>");
  ASSERT_EQ(footer.written.size(), 1u);
  EXPECT_EQ(footer.written[0].text, "主办：某局\n");
  EXPECT_EQ(footer.links.at(0).hidden, Hidden::ScriptWritten);
}

TEST(Parse, KeepsAddressesOfEventHandlers) {
  const Page page = read("<a href='javascript:void(0)' onclick=\"OpenUrl('http://z.example.com/a')\">x</a>");
  ASSERT_EQ(page.handlers.size(), 1u);
  EXPECT_EQ(page.handlers[0].written, "http://z.example.com/a");
}

TEST(Parse, PlacesAreRawBytesAlsoInGbk) {
  const std::string before = "<meta charset=gbk><p>\xD6\xD0\xCE\xC4\xCD\xF8\xD5\xBE</p>";
  const std::string link = "<a href=http://x.example.com/>\xD6\xD0</a>";
  const Page page = parse(before + link, {});
  ASSERT_EQ(page.links.size(), 1u);
  EXPECT_EQ(page.links[0].place.offset, static_cast<std::int64_t>(before.size()));
  EXPECT_EQ(page.links[0].place.length, static_cast<std::int64_t>(link.size()));
  EXPECT_EQ(page.links[0].text, "中");
}

TEST(Parse, ReadsDecodedTextAlike) {
  const std::string text = "<title>某局</title><p>甲<a href=/x>乙</a>";
  const Page page = parse_text(text, {.url = "https://www.example.gov.cn/", .content_type = {}});
  EXPECT_EQ(page.title, "某局");
  ASSERT_EQ(page.links.size(), 1u);
  EXPECT_EQ(page.links[0].place.offset, static_cast<std::int64_t>(text.find("<a ")));
  EXPECT_EQ(page.visible.text, read(text).visible.text);
}

TEST(Parse, FindsThePlaceOfVisibleText) {
  const std::string body = "<p>甲</p>\n  <div>版权所有  某局 ICP</div>";
  const Page page = read(body);
  const auto at = page.visible.text.find("某局");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(page.visible.place_of(at, 6).offset, static_cast<std::int64_t>(body.find("某局")));
  EXPECT_EQ(page.visible.place_of(at, 6).length, 6);
}

TEST(Parse, CutsHostilePagesAndSaysSo) {
  std::string deep, wide = "<p", many = "<p>";
  for (int i = 0; i < 200'000; ++i) deep += "<div>";
  for (int i = 0; i < 100'000; ++i) wide += " a" + std::to_string(i) + "=1";
  for (int i = 0; i < 900; ++i) many += "<b id=" + std::to_string(i) + ">";
  for (int i = 0; i < 100'000; ++i) many += "<p>x";
  EXPECT_EQ(read(deep).limits_hit, std::vector<std::string>{"depth"});
  EXPECT_EQ(read("<a href=/>x</a>" + wide + ">").limits_hit, std::vector<std::string>{"attributes"});
  EXPECT_EQ(read("<a href=/>x</a>" + wide + ">").links.size(), 1u);
  EXPECT_EQ(read(many).limits_hit, std::vector<std::string>{"tags"});
  EXPECT_EQ(read(std::string(9u << 20, 'x')).limits_hit.front(), "body");
}

TEST(Parse, ReadsABodyThatIsAScript) {
  const Page page = parse("document.writeln('<p>ICP</p>')", {.url = {}, .content_type = "application/javascript"});
  ASSERT_EQ(page.written.size(), 1u);
  EXPECT_EQ(page.scripts.size(), 1u);
}

RC_GTEST_PROP(ParseProperty, AnyMarkupGivesPlacesInsideTheBody, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::elementOf(std::vector<std::string>{"<div style='display:none'>",
                                                  "</div>",
                                                  "<a href=http://a.example/>",
                                                  "</a>",
                                                  "text",
                                                  "中文",
                                                  "\xD6\xD0",
                                                  "<script>",
                                                  "</script>",
                                                  "document.write('<a href=//b.example>x</a>')",
                                                  "<!--",
                                                  "-->",
                                                  "<table>",
                                                  "<tr>",
                                                  "<b>",
                                                  "<p>",
                                                  "&amp;",
                                                  "<iframe src=//c.example width=0>",
                                                  "</iframe>",
                                                  "<title>",
                                                  "</title>",
                                                  "<svg>",
                                                  "<style>.a{",
                                                  "}</style>",
                                                  "<",
                                                  "'",
                                                  "\"",
                                                  "<select><option>",
                                                  "<template>",
                                                  "<meta charset=gbk>",
                                                  "<noscript>",
                                                  "<math>",
                                                  "\x00",
                                                  "<frameset>"}));
  std::string body;
  for (const std::string& piece : pieces) body += piece;
  const Page page = read(body);
  const auto inside = [&](const Place& place) {
    return place.offset >= 0 && place.length >= 0 && place.offset + place.length <= page.bytes;
  };
  for (const Link& link : page.links) RC_ASSERT(inside(link.place));
  for (const Script& script : page.scripts) RC_ASSERT(inside(script.place));
  for (const Frame& frame : page.frames) RC_ASSERT(inside(frame.place));
  for (std::size_t at = 0; at < page.visible.text.size(); ++at) RC_ASSERT(inside(page.visible.place_of(at, 1)));
  RC_ASSERT(utf8::valid(page.visible.text) && utf8::valid(page.hidden.text) && utf8::valid(page.title));
}

}  // namespace
}  // namespace huabiao::monitor
