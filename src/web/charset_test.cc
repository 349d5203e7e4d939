#include "web/charset.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::web {
namespace {

// "中文网站" in the encodings of the tests.
constexpr std::string_view kUtf8 = "中文网站";
constexpr std::string_view kGbk = "\xD6\xD0\xCE\xC4\xCD\xF8\xD5\xBE";
constexpr std::string_view kBig5 = "\xA4\xA4\xA4\xE5\xBA\xF4\xAF\xB8";  // 中文網站

std::string page(std::string_view label, std::string_view text) {
  return "<html><head><meta charset=\"" + std::string(label) + "\"><title>" + std::string(text) + "</title>";
}

TEST(Charset, KnowsTheLabelsOfTheStandard) {
  EXPECT_EQ(encoding_for_label("gb2312"), "GBK");
  EXPECT_EQ(encoding_for_label(" UTF8\n"), "UTF-8");
  EXPECT_EQ(encoding_for_label("x-sjis"), "Shift_JIS");
  EXPECT_EQ(encoding_for_label("iso-8859-1"), "windows-1252");
  EXPECT_EQ(encoding_for_label("unheard-of"), "");
  EXPECT_EQ(encoding_for_label(""), "");
}

TEST(Charset, DecodesWhatTheMetaDeclares) {
  const std::string body = page("gb2312", kGbk);
  const DecodedText decoded = decode(body);
  EXPECT_EQ(decoded.charset().used, "GBK");
  EXPECT_EQ(decoded.charset().declared, "gb2312");
  EXPECT_EQ(decoded.charset().source, CharsetSource::Meta);
  EXPECT_FALSE(decoded.charset().lying);
  EXPECT_NE(decoded.text().find(kUtf8), std::string_view::npos);
}

TEST(Charset, PutsMarkBeforeHeaderBeforeMeta) {
  const std::string body = page("big5", kGbk);
  EXPECT_EQ(decode(body, "text/html; charset=gbk").charset().used, "GBK");
  EXPECT_EQ(decode(body, "text/html; charset=gbk").charset().source, CharsetSource::Header);
  const std::string marked = "\xEF\xBB\xBF" + page("utf-8", kUtf8);
  EXPECT_EQ(decode(marked, "text/html; charset=gbk").charset().used, "UTF-8");
  EXPECT_EQ(decode(marked, "text/html; charset=gbk").charset().source, CharsetSource::Bom);
}

TEST(Charset, FindsALabelThatLies) {
  const std::string gbk_said_utf8 = page("utf-8", kGbk);
  EXPECT_EQ(decode(gbk_said_utf8).charset().used, "GB18030");
  EXPECT_TRUE(decode(gbk_said_utf8).charset().lying);
  const std::string utf8_said_gbk = page("gb2312", kUtf8);
  EXPECT_EQ(decode(utf8_said_gbk).charset().used, "UTF-8");
  EXPECT_TRUE(decode(utf8_said_gbk).charset().lying);
  const std::string utf8_said_latin = page("iso-8859-1", kUtf8);
  EXPECT_TRUE(decode(utf8_said_latin).charset().lying);
  const std::string gbk_said_big5 =
      page("big5", std::string(kGbk) + "\xBD\xF1\xCC\xEC\xCA\xC7\xBA\xC3\xC8\xD5\xD7\xD3");
  EXPECT_NE(decode(gbk_said_big5).charset().used, "");
}

TEST(Charset, KeepsATruncatedUtf8PageHonest) {
  const std::string whole = page("utf-8", std::string(kUtf8) + std::string(kUtf8));
  const std::string body = whole.substr(0, whole.find("</title>") - 1);
  EXPECT_EQ(decode(body).charset().used, "UTF-8");
  EXPECT_FALSE(decode(body).charset().lying);
  EXPECT_EQ(decode(body).charset().replacements, 1u);
}

TEST(Charset, DetectsUndeclaredText) {
  EXPECT_EQ(decode(kUtf8).charset().used, "UTF-8");
  EXPECT_EQ(decode(kUtf8).charset().source, CharsetSource::Detected);
  EXPECT_EQ(decode(kGbk).charset().used, "GB18030");
  EXPECT_EQ(decode("plain").charset().source, CharsetSource::Default);
}

TEST(Charset, ReadsUtf16WithAndWithoutMark) {
  std::string big, little = "\xFF\xFE";
  for (const char c : std::string_view("<html><title>page</title>")) {
    big += '\0';
    big += c;
    little += c;
    little += '\0';
  }
  EXPECT_EQ(decode(big).charset().used, "UTF-16BE");
  EXPECT_EQ(decode(big).text(), "<html><title>page</title>");
  EXPECT_EQ(decode(little).charset().used, "UTF-16LE");
  EXPECT_EQ(decode(little).text(), "<html><title>page</title>");
  EXPECT_EQ(decode(little).raw_offset(6), 14u);
}

TEST(Charset, DecodesBig5AndFourByteGb18030) {
  const std::string big5 = page("big5", kBig5);
  EXPECT_NE(decode(big5).text().find("中文網站"), std::string_view::npos);
  const std::string four = page("gb18030", "\x95\x32\x82\x36");  // U+20000
  EXPECT_NE(decode(four).text().find("\xF0\xA0\x80\x80"), std::string_view::npos);
}

TEST(Charset, NeverLetsALeadByteSwallowMarkup) {
  const std::string body = page("gbk", kGbk) + "\xD6<b>x</b>";
  EXPECT_NE(decode(body).text().find("<b>x</b>"), std::string_view::npos);
}

TEST(Charset, DoesNotCopyValidUtf8) {
  const std::string body = page("utf-8", kUtf8);
  EXPECT_EQ(decode(body).text().data(), body.data());
}

TEST(Charset, PrescanReadsWhatTheStandardReads) {
  EXPECT_EQ(prescan_label("<meta http-equiv='Content-Type' content='text/html; charset=gbk'>"), "gbk");
  EXPECT_EQ(prescan_label("<META CHARSET=GB2312 >"), "gb2312");
  EXPECT_EQ(prescan_label("<meta content='text/html; charset=gbk'>"), "");
  EXPECT_EQ(prescan_label("<!-- <meta charset=gbk> --><meta charset=utf-8>"), "utf-8");
  EXPECT_EQ(prescan_label("<a title='<meta charset=gbk>'><meta charset=big5>"), "big5");
  EXPECT_EQ(prescan_label("<meta charset=gbk"), "");
}

TEST(Charset, FindsTheRawByteOfEveryCharacter) {
  std::string body = page("gb2312", "");
  for (int i = 0; i < 400; ++i) body += i % 3 == 0 ? std::string(kGbk) : i % 7 == 0 ? "\xFF" : "<i>a</i>";
  body += "MARK";
  const DecodedText decoded = decode(body);
  EXPECT_EQ(decoded.raw_offset(decoded.text().find("MARK")), body.size() - 4);
  for (std::size_t at = decoded.text().find("<i>"); at != std::string_view::npos;
       at = decoded.text().find("<i>", at + 1))
    ASSERT_EQ(body.substr(decoded.raw_offset(at), 3), "<i>");
}

RC_GTEST_PROP(CharsetProperty, AnyBytesBecomeUtf8AndOffsetsAscend, (const std::string& bytes)) {
  static constexpr std::string_view kTypes[] = {"",
                                                "text/html; charset=gbk",
                                                "text/html; charset=utf-8",
                                                "text/html; charset=big5",
                                                "text/html; charset=utf-16",
                                                "text/html; charset=shift_jis",
                                                "text/html; charset=iso-2022-jp",
                                                "text/html; charset=koi8-r"};
  for (const std::string_view type : kTypes) {
    const DecodedText decoded = decode(bytes, type);
    RC_ASSERT(utf8::valid(decoded.text()));
    std::size_t before = 0;
    for (std::size_t at = 0; at <= decoded.text().size(); ++at) {
      const std::size_t raw = decoded.raw_offset(at);
      RC_ASSERT(raw >= before && raw <= bytes.size());
      before = raw;
    }
    RC_ASSERT(before == bytes.size());
  }
}

}  // namespace
}  // namespace huabiao::web
