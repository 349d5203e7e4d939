#include <gtest/gtest.h>

#include "support/pages.h"

namespace huabiao::monitor {
namespace {

using test::findings_on;

TEST(Exposure, ListingsTracesSourceAndRepositories) {
  const auto listing = findings_on(
      "<title>Index of /data</title><h1>Index of /data</h1><a href=\"../\">../</a><a href=\"site.sql\">site.sql</a>",
      Category::Exposure);
  ASSERT_EQ(listing.size(), 2u);
  EXPECT_EQ(listing[0].rule, "exposure.directory-listing");
  EXPECT_EQ(listing[1].rule, "exposure.backup-listed");
  EXPECT_EQ(findings_on("<b>Fatal error</b>: x in /var/www/a.php on line 3", Category::Exposure).at(0).rule,
            "exposure.stack-trace");
  EXPECT_EQ(findings_on("<?php $password = 'x'; ?>", Category::Exposure).at(0).rule, "exposure.server-source");
  EXPECT_EQ(findings_on("ref: refs/heads/master\n", Category::Exposure).at(0).rule, "exposure.repository");
  EXPECT_TRUE(findings_on("<title>Index of prices</title><p>A tool leads on line 3</p>", Category::Exposure).empty());
}

}  // namespace
}  // namespace huabiao::monitor
