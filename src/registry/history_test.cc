#include "registry/history.h"

#include <gtest/gtest.h>

namespace huabiao::registry {
namespace {

TimePoint at(int ms) {
  return from_millis(ms);
}

TEST(History, TellsCreationChangeAndRemovalNewestFirst) {
  Site first{.id = {1}, .name = "旧名"}, second{.id = {1}, .name = "新名"};
  const std::vector<Versioned<Site>> versions = {
      {first, {at(10), kForever}, {at(10), at(20)}, "甲", "乙", {4}},
      {first, {at(10), at(20)}, {at(20), kForever}, "乙", "", {}},
      {second, {at(20), kForever}, {at(20), at(30)}, "乙", "丙", {}},
      {second, {at(20), at(30)}, {at(30), kForever}, "丙", "", {}},
  };
  const std::vector<Change> changes = changes_of(versions);
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].kind, ChangeKind::Removed);
  EXPECT_EQ(changes[0].by, "丙");
  EXPECT_EQ(changes[0].effective, (Span{at(30), kForever}));
  EXPECT_EQ(changes[1].kind, ChangeKind::Changed);
  EXPECT_EQ(changes[1].by, "乙");
  EXPECT_EQ(changes[1].fields, (std::vector<FieldChange>{{"name", "旧名", "新名"}}));
  EXPECT_EQ(changes[2].kind, ChangeKind::Created);
  EXPECT_EQ(changes[2].import.value, 4);
}

}  // namespace
}  // namespace huabiao::registry
