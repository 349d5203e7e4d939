#include "web/media_type.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace huabiao::web {

TEST(ParseMediaType, ReadsTypeAndCharset) {
  const MediaType media = parse_media_type(" Text/HTML ; Charset=GB2312 ");
  EXPECT_EQ(media.essence(), "text/html");
  EXPECT_EQ(media.charset, "GB2312");
  EXPECT_TRUE(media.is_html());
}

TEST(ParseMediaType, UndoesQuotesAndTakesTheFirstCharset) {
  EXPECT_EQ(parse_media_type("text/html;charset=\"utf\\-8\";charset=gbk").charset, "utf-8");
  EXPECT_EQ(parse_media_type("text/html; charset='gbk'").charset, "gbk");
  EXPECT_EQ(parse_media_type("text/html;x=\"a;charset=no\";charset=gbk").charset, "gbk");
  EXPECT_EQ(parse_media_type("text/html;;charset;=;charset = gbk").charset, "gbk");
}

TEST(ParseMediaType, GivesNothingForNonsense) {
  EXPECT_TRUE(parse_media_type("").empty());
  EXPECT_TRUE(parse_media_type("html").empty());
  EXPECT_TRUE(parse_media_type("a b/c").empty());
  EXPECT_EQ(parse_media_type("; charset=gbk").charset, "gbk");
  EXPECT_EQ(parse_media_type("text/html;charset=\"open").charset, "open");
}

RC_GTEST_PROP(ParseMediaTypeProperty, NeverFails, (const std::string& text)) {
  const MediaType media = parse_media_type(text);
  RC_ASSERT(media.charset.size() <= text.size());
}

}  // namespace huabiao::web
