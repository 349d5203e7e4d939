#include "web/url.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::web {
namespace {

std::string text_of(const Result<Url>& url) {
  return url ? url->to_string() : "!" + url.error().code;
}

std::string from(std::string_view base, std::string_view reference) {
  return text_of(resolve(parse_url(base).value(), reference));
}

TEST(UrlTest, AWordIsLookedForBeforeReading) {
  EXPECT_TRUE(may_hold("//DCS.Conac.cn/js/a.js", "conac"));
  EXPECT_TRUE(may_hold("//dcs.%63onac.cn/", "conac"));
  EXPECT_TRUE(may_hold("//dcs.co\tnac.cn/", "conac"));
  EXPECT_TRUE(may_hold("//dcs.ｃonac.cn/", "conac"));
  EXPECT_FALSE(may_hold("//dcs.example.cn/con/ac.js", "conac"));
  EXPECT_FALSE(may_hold("", "conac"));
}

}  // namespace

TEST(ParseUrl, ReadsEveryPart) {
  const auto url = parse_url("HTTPS://user:pw@WWW.Example.GOV.CN:8443/a/../b%20c/?q=1&x=#top");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->userinfo, "user:pw");
  EXPECT_EQ(url->host, "www.example.gov.cn");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/b%20c/");
  EXPECT_EQ(url->query, "q=1&x=");
  EXPECT_EQ(url->fragment, "top");
  EXPECT_EQ(url->effective_port(), 8443);
  EXPECT_EQ(url->to_string(), "https://user:pw@www.example.gov.cn:8443/b%20c/?q=1&x=#top");
}

TEST(ParseUrl, IsAsTolerantAsABrowser) {
  EXPECT_EQ(text_of(parse_url(" \n\thttp:\\\\www.example.cn\\a\\b ")), "http://www.example.cn/a/b");
  EXPECT_EQ(text_of(parse_url("http://www.exam\nple.cn/\ta")), "http://www.example.cn/a");
  EXPECT_EQ(text_of(parse_url("http:www.example.cn")), "http://www.example.cn/");
  EXPECT_EQ(text_of(parse_url("http:////www.example.cn")), "http://www.example.cn/");
  EXPECT_EQ(text_of(parse_url("ｈｔｔｐ：／／ｗｗｗ．ｅｘａｍｐｌｅ．ｃｎ／（一）")),
            "http://www.example.cn/%EF%BC%88%E4%B8%80%EF%BC%89");
  EXPECT_EQ(text_of(parse_url("http://示例。政务/通知")), "http://xn--fsq092h.xn--zfr164b/%E9%80%9A%E7%9F%A5");
  EXPECT_EQ(text_of(parse_url("http://www%2Eexample.cn:80/")), "http://www.example.cn/");
  EXPECT_EQ(text_of(parse_url("https://www.example.cn:/")), "https://www.example.cn/");
  EXPECT_EQ(text_of(parse_url("http://a@b@www.example.cn/")), "http://a%40b@www.example.cn/");
  EXPECT_EQ(text_of(parse_url("http://0x7f.1/")), "http://127.0.0.1/");
  EXPECT_EQ(text_of(parse_url("http://[::FFFF:1.2.3.4]:8080/x")), "http://[::ffff:102:304]:8080/x");
}

TEST(ParseUrl, RefusesWhatIsNoWebAddress) {
  EXPECT_EQ(text_of(parse_url("")), "!web.bad_url");
  EXPECT_EQ(text_of(parse_url("www.example.cn")), "!web.bad_url");
  EXPECT_EQ(text_of(parse_url("http://")), "!web.bad_host");
  EXPECT_EQ(text_of(parse_url("http:///?a")), "!web.bad_host");
  EXPECT_EQ(text_of(parse_url("http://www.example.cn:65536/")), "!web.bad_url");
  EXPECT_EQ(text_of(parse_url("http://www.example.cn:x/")), "!web.bad_url");
  EXPECT_EQ(text_of(parse_url("http://[::1/")), "!web.bad_ip_address");
  EXPECT_EQ(text_of(parse_url("javascript:alert(1)")), "!web.not_http");
  EXPECT_EQ(text_of(parse_url("ftp://www.example.cn/")), "!web.not_http");
  EXPECT_EQ(text_of(parse_url("http://" + std::string(UrlLimits::kInputBytes, 'a'))), "!web.bad_url");
}

// RFC 3986 5.4, with the answers browsers give.
TEST(Resolve, FollowsTheStandardsExamples) {
  const std::string base = "http://a/b/c/d;p?q";
  const std::pair<const char*, const char*> cases[] = {
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g/"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"http:g", "http://a/b/c/g"},
      {"https:g", "https://g/"},
      {"%2e%2E/g", "http://a/b/g"},
      {"\\g", "http://a/g"},
      {"g//h", "http://a/b/c/g//h"},
  };
  for (const auto& [reference, want] : cases) EXPECT_EQ(from(base, reference), want) << reference;
}

TEST(Resolve, KeepsFullWidthFormsOfARelativePath) {
  EXPECT_EQ(from("http://a/", "（一）.doc"), "http://a/%EF%BC%88%E4%B8%80%EF%BC%89.doc");
  EXPECT_EQ(from("http://a/", " /x y\t\n"), "http://a/x%20y");
  EXPECT_EQ(from("https://a/", "//b.cn/x"), "https://b.cn/x");
}

TEST(Resolve, RefusesOtherSchemes) {
  for (const char* reference : {"javascript:void(0)", "JavaScript:x", "data:text/html,x", "mailto:a@b.cn", "tel:12345",
                                "about:blank", "java\nscript:x", " javascript:x"})
    EXPECT_EQ(from("http://a/", reference), "!web.not_http") << reference;
}

TEST(ParseAddress, TakesWhatPeopleType) {
  EXPECT_EQ(text_of(parse_address("www.example.gov.cn")), "https://www.example.gov.cn/");
  EXPECT_EQ(text_of(parse_address("www.example.gov.cn:8080/a")), "https://www.example.gov.cn:8080/a");
  EXPECT_EQ(text_of(parse_address("http://www.example.gov.cn")), "http://www.example.gov.cn/");
  EXPECT_EQ(text_of(parse_address("localhost:8080")), "https://localhost:8080/");
  EXPECT_EQ(text_of(parse_address("ｗｗｗ．ｅｘａｍｐｌｅ．ｃｎ：８０８０／ａ")),
            "https://www.example.cn:8080/%EF%BD%81");
  EXPECT_EQ(text_of(parse_address("示例.政务/x")), "https://xn--fsq092h.xn--zfr164b/x");
  EXPECT_EQ(text_of(parse_address("//www.example.cn")), "https://www.example.cn/");
  EXPECT_EQ(text_of(parse_address("mailto:a@b.cn")), "!web.not_http");
  EXPECT_EQ(text_of(parse_address("")), "!web.bad_host");
}

TEST(PercentDecode, LeavesIllFormedEscapes) {
  EXPECT_EQ(percent_decode("%41%4g%"), "A%4g%");
}

TEST(UrlTest, PercentEncodeLeavesOnlyTheUnreserved) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("华 a/b?c=d&e+f%:@!'*"), "%E5%8D%8E%20a%2Fb%3Fc%3Dd%26e%2Bf%25%3A%40%21%27%2A");
  for (int c = 0; c < 256; ++c) {
    const std::string byte(1, static_cast<char>(c));
    EXPECT_EQ(percent_decode(percent_encode(byte)), byte);
  }
}

RC_GTEST_PROP(ParseUrlProperty, ParsingTheTextGivesTheSameUrl, (const std::string& tail)) {
  const auto once = parse_url("http://www.example.cn/" + tail);
  if (!once) return;
  const auto twice = parse_url(once->to_string());
  RC_ASSERT(twice.has_value());
  RC_ASSERT(twice->to_string() == once->to_string());
  RC_ASSERT(utf8::valid(once->to_string()));
}

RC_GTEST_PROP(ResolveProperty, GivesOnlyAbsolutePathsOnTheWeb, (const std::string& reference)) {
  const Url base = parse_url("https://www.example.cn/a/b?c").value();
  const auto url = resolve(base, reference);
  if (!url) return;
  RC_ASSERT(url->path.starts_with('/'));
  RC_ASSERT(!url->host.empty());
  RC_ASSERT(url->scheme == "http" || url->scheme == "https");
  RC_ASSERT(parse_url(url->to_string()).has_value());
}

}  // namespace huabiao::web
