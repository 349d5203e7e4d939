#pragma once
// What resolvers say of a host, held against what people expect and what earlier looks taught. Pure; any thread.
//
// Answers rotate, above all behind a content network, so what a host has is learnt as a union over time. What is new
// after the learning is a change: a finding that stands until it has stood long enough to be how things are, or until
// the former is back. A resolver that is alone with its answer is never a proof by itself.

#include <optional>
#include <string>
#include <vector>

#include "monitor/finding.h"
#include "monitor/names.h"

namespace huabiao::monitor {

struct NameJudgeLimits {
  static constexpr int kLearning = 6;                           // looks before anything counts as changed: an hour
  static constexpr Millis kSettled = std::chrono::hours(24);    // a change that stands so long is how things are
  static constexpr int kTtlLooks = 6;                           // a window: what caches answer counts down to nothing
  static constexpr std::int64_t kTtlShort = 300, kTtlFall = 4;  // dropped: below 300 s and to less than a quarter
};

struct NamesInput {
  std::string host;  // A-labels
  const NameFacts& facts;
  KnownNames known;
  std::optional<ExpectedNames> expected;
  // When a resolver of this look last answered for another zone; unset: never.
  std::optional<TimePoint> others_answered;
  TimePoint now{};
};

struct NamesVerdict {
  std::vector<Finding> findings;  // subject: the host, or "host>resolver"
  KnownNames known;
};

NamesVerdict judge_names(NamesInput input);

// Does it say that the name leads elsewhere than it should? What one view shows of that may be the lie of a resolver on
// the way, so it is concluded only when a second view agrees: another vantage point's, or, where there is none, one
// from here some time later.
bool suspects_hijack(const Finding& finding);

struct SecondView {
  std::string vantage;  // whose
  bool elsewhere = false;
  NameFacts facts;
};
// Holds the suspicions of `first` against a second view of the same host, judged by what was known before the first.
// Those it does not share go; where it is another vantage point's, a low finding says that the views differ. No second
// view, or one to which nobody answered: nothing is concluded.
void hold_against(NamesVerdict& first, const NamesInput& input, const std::optional<SecondView>& second);

// Do the answers of one resolver keep to what is expected? Names are held against its aliases, addresses against its
// addresses; what nothing is said of is not looked at.
bool as_expected(const NameAnswer& answer, const ExpectedNames& expected);

}  // namespace huabiao::monitor
