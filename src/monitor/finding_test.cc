#include "monitor/finding.h"

#include <gtest/gtest.h>

#include "monitor/outcome.h"

namespace huabiao::monitor {

TEST(Finding, KeepsItsFingerprintWhenOnlyOffsetsMove) {
  Finding before{.rule = "dark-link.hidden-list", .category = Category::DarkLink, .subject = "bad.example"};
  Finding after = before;
  after.evidence.push_back({.offset = 99, .length = 5, .snippet = "x"});
  EXPECT_EQ(fingerprint("site-1", before), fingerprint("site-1", after));
  EXPECT_NE(fingerprint("site-1", before), fingerprint("site-2", before));
  after.subject = "other.example";
  EXPECT_NE(fingerprint("site-1", before), fingerprint("site-1", after));
}

TEST(Finding, AssessesByAttackFindingsOnly) {
  Finding mark{.rule = "mark.absent", .category = Category::Mark, .severity = Severity::Critical};
  EXPECT_EQ(assess({mark}), Assessment::Clean);
  Finding hidden{.rule = "dark-link.x", .category = Category::DarkLink, .severity = Severity::Medium};
  EXPECT_EQ(assess({mark, hidden}), Assessment::Suspicious);
  hidden.severity = Severity::High;
  EXPECT_EQ(assess({mark, hidden}), Assessment::Malicious);
}

TEST(Outcome, EveryNameReadsBack) {
  for (std::size_t i = 0; i < kOutcomeNames.size(); ++i) {
    const auto outcome = static_cast<Outcome>(i);
    EXPECT_EQ(outcome_from(to_string(outcome)), outcome);
  }
  EXPECT_FALSE(outcome_from("nothing"));
}

}  // namespace huabiao::monitor
