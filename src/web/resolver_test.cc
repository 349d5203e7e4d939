#include "web/resolver.h"

#include <gtest/gtest.h>
#include <optional>
#include <rapidcheck/gtest.h>
#include <vector>

namespace huabiao::web {
namespace {

Url page(std::string_view address) {
  return parse_url(address).value();
}

// Into what another reference left there.
std::optional<Resolved> resolved(const Resolver& resolver, std::string_view reference) {
  Resolved out{.url = "https://left.example.org/over/from/before", .host = "left.example.org"};
  return resolver.resolve(reference, out) ? std::optional(std::move(out)) : std::nullopt;
}

TEST(Resolver, JoinsPlainReferences) {
  const Resolver resolver(page("https://www.example.gov.cn:8443/a/b.html?c=d#e"));
  EXPECT_EQ(resolved(resolver, "x.html")->url, "https://www.example.gov.cn:8443/a/x.html");
  EXPECT_EQ(resolved(resolver, "/x?y=1#z")->url, "https://www.example.gov.cn:8443/x?y=1#z");
  EXPECT_EQ(resolved(resolver, "http://b.example.org")->url, "http://b.example.org/");
  EXPECT_EQ(resolved(resolver, "http://b.example.org")->host, "b.example.org");
  EXPECT_EQ(resolved(resolver, "../x")->url, "https://www.example.gov.cn:8443/x");
  EXPECT_EQ(resolved(resolver, "./../../x/./y")->url, "https://www.example.gov.cn:8443/x/y");
  EXPECT_EQ(resolved(resolver, "//b.example.org/x:y")->url, "https://b.example.org/x:y");
  EXPECT_EQ(resolved(resolver, "x%20y?z=%2e")->url, "https://www.example.gov.cn:8443/a/x%20y?z=%2e");
  EXPECT_FALSE(resolved(resolver, "javascript:void(0)"));
}

RC_GTEST_PROP(ResolverProperty, GivesWhatResolveGives, ()) {
  static const std::vector<std::string> kPieces = {
      "http://",     "https://", "HTTP://", "//",   "/",          "a",         "B.html",
      "example.com", "..",       ".",       "?",    "#",          "%2e",       "%41",
      ":",           "80",       "@",       "\\",   " ",          "\t",        "xn--",
      "--",          "1.2.3.4",  "0x1",     "=",    "&",          "中",        "~",
      "'",           "\"",       "../",     "./",   "//b.cn",     "%2E",       "?#",
      "/.",          "x-y_z",    ":8080",   ":443", "10.0.7.255", "010.1.1.1", "xn--fiqs8s.cn"};
  const auto picks = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces));
  std::string reference;
  for (const std::string& piece : picks) reference += piece;
  for (const std::string_view address :
       {"https://u@www.example.gov.cn:8443/a/b.html?c=d#e", "http://example.org/", "http://xn--fiqs8s.cn/"}) {
    const Url base = page(address);
    const auto wanted = resolve(base, reference);
    const auto given = resolved(Resolver(base), reference);
    RC_ASSERT(wanted.has_value() == given.has_value());
    if (!wanted) continue;
    RC_ASSERT(given->url == wanted->to_string());
    RC_ASSERT(given->host == wanted->host);
  }
}

}  // namespace
}  // namespace huabiao::web
