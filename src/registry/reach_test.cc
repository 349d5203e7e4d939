#include "registry/reach.h"

#include <gtest/gtest.h>

namespace huabiao::registry {
namespace {

TEST(Reach, HoldsRegionsBelowItsOwn) {
  Reach reach;
  EXPECT_TRUE(reach.nowhere());
  reach.add({ScopeKind::Region, 0, "130000"});
  for (const char* inside : {"130000", "130400", "130402"}) EXPECT_TRUE(reach.holds_region(inside)) << inside;
  for (const char* outside : {"", "140000", "140402"}) EXPECT_FALSE(reach.holds_region(outside)) << outside;
  reach.add({ScopeKind::Nation, 0, {}});
  EXPECT_TRUE(reach.holds_region(""));
}

}  // namespace
}  // namespace huabiao::registry
