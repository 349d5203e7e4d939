#include <gtest/gtest.h>

#include "support/pages.h"

namespace huabiao::monitor {
namespace {

using test::findings_on;

TEST(ForeignResource, LookAlikesOfKnownAndOwnNames) {
  const auto script = [](const std::string& host) { return "<script src=\"https://" + host + "/a.js\"></script>"; };
  EXPECT_EQ(findings_on(script("cdn.jsdeliver.net"), Category::ForeignResource).size(), 1u);
  EXPECT_EQ(findings_on(script("code.jquery.com"), Category::ForeignResource).size(), 0u);
  EXPECT_EQ(findings_on(script("www.exarnple-city.com"), Category::ForeignResource, "www.example-city.com").size(), 0u);
  EXPECT_EQ(findings_on(script("www.examp1e-city.com"), Category::ForeignResource, "www.example-city.com").size(), 1u);
  EXPECT_EQ(findings_on(script("js.example-city.top"), Category::ForeignResource, "www.example-city.com").size(), 1u);
}

}  // namespace
}  // namespace huabiao::monitor
