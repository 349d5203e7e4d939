#include "monitor/change/content_key.h"

#include <gtest/gtest.h>

#include "support/pages.h"

namespace huabiao::monitor {
namespace {

std::string key(const std::string& body) {
  return content_key(test::read_page(body, "https://www.county.gov.cn/"));
}

const std::string kHome =
    "<html><head><title>某县政府</title><script src='/js/a.js?v=1'></script></head><body><ul>"
    "<li><a href='/a/1.html'>关于防汛的通知</a></li><li><a href='/a/2.html'>工作动态</a></li></ul>"
    "<p>访问量：1024　2026-11-22</p></body></html>";

std::string with(std::string_view what, std::string_view by) {
  std::string text = kHome;
  return text.replace(text.find(what), what.size(), by);
}

TEST(ContentKey, StaysWhereOnlyWhatChangesByItselfDoes) {
  EXPECT_EQ(key(kHome).size(), 32U);
  EXPECT_EQ(key(with("1024", "2048")), key(kHome));
  EXPECT_EQ(key(with("2026-11-22", "2026-11-23")), key(kHome));
  EXPECT_EQ(key(with("?v=1", "?v=20240307")), key(kHome));
  EXPECT_EQ(key(with("<body>", "<body>\r\n\r\n")), key(kHome));
}

TEST(ContentKey, IsAnotherWhereTextTitleScriptOrLinkIs) {
  EXPECT_NE(key(with("工作动态", "政策解读")), key(kHome));
  EXPECT_NE(key(with("某县政府", "在线棋牌")), key(kHome));
  EXPECT_NE(key(with("</body>", "<script src='//js.stranger.example/x.js'></script></body>")), key(kHome));
  EXPECT_NE(key(with("</body>", "<a href='http://x.example/' style='display:none'>彩票</a></body>")), key(kHome));
}

TEST(ContentKey, DoesNotGoByTheOrderOfARotatingList) {
  std::string swapped = kHome;
  const std::string first = "<li><a href='/a/1.html'>关于防汛的通知</a></li>";
  swapped.erase(swapped.find(first), first.size()).insert(swapped.find("</ul>"), first);
  EXPECT_EQ(key(swapped), key(kHome));
}

}  // namespace
}  // namespace huabiao::monitor
