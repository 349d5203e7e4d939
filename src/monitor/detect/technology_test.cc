#include <algorithm>
#include <gtest/gtest.h>

#include "monitor/detect/detect.h"
#include "support/pages.h"
#include "support/rules.h"

namespace huabiao::monitor {
namespace {

TEST(Technology, SaysWhatIsSeenWithoutBlame) {
  const std::string body =
      "<meta name=generator content=\"WordPress 6.4\"><script src=\"/wp-includes/js/jquery/jquery.min.js\"></script>";
  const Page page = test::read_page(body);
  FetchOutcome fetch;
  fetch.body = body;
  fetch.headers = {{"server", "nginx/1.18.0"}};
  const auto found = technology_findings({page, fetch, Declared{}, {}, test::built_in_rules()});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_TRUE(std::ranges::all_of(found, [](const Finding& finding) { return finding.severity == Severity::Info; }));
}

}  // namespace
}  // namespace huabiao::monitor
