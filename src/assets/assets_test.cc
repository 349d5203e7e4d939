#include "assets/assets.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>

namespace huabiao::assets {

TEST(Assets, FindsByPath) {
  constexpr std::array kFiles = {Asset{"a.js", "1"}, Asset{"b/c.js", "2"}, Asset{"index.html", "3"}};
  ASSERT_NE(find(kFiles, "b/c.js"), nullptr);
  EXPECT_EQ(find(kFiles, "b/c.js")->bytes, "2");
  EXPECT_EQ(find(kFiles, "b"), nullptr);
  EXPECT_EQ(find(kFiles, "../index.html"), nullptr);
}

TEST(Assets, EmbeddedListsAreSorted) {
  for (const auto files : {console_files(), rule_files()}) EXPECT_TRUE(std::ranges::is_sorted(files, {}, &Asset::path));
}

}  // namespace huabiao::assets
