#include "monitor/change/views.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

ChangeReport report(std::vector<Change> changes) {
  ChangeReport out;
  out.changes = std::move(changes);
  return out;
}

TEST(ViewFindings, ASwappedTitleAndKeywordsForASpider) {
  const auto found =
      view_findings(report({{"title", 0.5, {"某县政府", {}}, {"澳门", {}}}, {"keywords", 0.45, {}, {}}}), "baidu");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].category, Category::ConditionalContent);
  EXPECT_EQ(found[0].evidence[0].snippet, "澳门");
}

TEST(ViewFindings, LinksAndAccusationsOnlyTheSpiderSees) {
  EXPECT_EQ(view_findings(report({{"finding", 0.95, {}, {}}}), "baidu").at(0).severity, Severity::High);
  EXPECT_EQ(view_findings(report({{"hidden-link", 0.9, {}, {}}}), "baidu").size(), 1u);
}

TEST(ViewFindings, APhonesLayoutAccusesNobody) {
  EXPECT_TRUE(
      view_findings(
          report({{"layout", 0.8, {}, {}}, {"text", 0.25, {}, {}}, {"script", 0.5, {}, {}}, {"title", 0.1, {}, {}}}),
          "phone")
          .empty());
  EXPECT_TRUE(view_findings({}, "phone").empty());
}

}  // namespace
}  // namespace huabiao::monitor
