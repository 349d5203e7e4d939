#pragma once
// Walk: through the inner pages of a host, one address after the other: robots.txt, its opt-out page, an address that
// is not there, then pages the home page links. Each page is read and detected in. Inner to this room. Thread: one at a
// time.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "monitor/verdict.h"
#include "monitor/walk.h"
#include "monitor/walk/choose.h"
#include "monitor/walk/walk_findings.h"
#include "rules/match/rule_set.h"

namespace huabiao::monitor {

struct WalkFrom {
  const Visit& visit;          // host, declared, again
  const FetchOutcome& answer;  // of the home page
  const Page& page;
  const std::vector<Finding>& findings;  // of the home page
};

class Walk {
 public:
  // `rules` outlives the walk.
  Walk(const WalkFrom& from, const rules::RuleSet& rules, const FreshnessRule& freshness, std::int64_t today);

  // The address to ask next; nullopt: the walk is over.
  [[nodiscard]] std::optional<std::string> next() const;
  // The answer to it.
  void take(const FetchOutcome& answer);
  // No more is asked.
  void stop(std::string why) { facts_.stopped = std::move(why); }

  // With what is accused.
  [[nodiscard]] WalkFacts facts() const;

 private:
  enum class Asking { Robots, OptOut, Missing, Pages };
  void take_robots(const FetchOutcome& answer);
  void take_opt_out(const FetchOutcome& answer);
  void take_missing(const FetchOutcome& answer);
  void take_page(const FetchOutcome& answer);
  void rest_after(Outcome outcome, int status);
  void accuse(const Page& page, const FetchOutcome& answer, const std::string& url);

  const rules::RuleSet& rules_;
  const FreshnessRule freshness_;
  const std::int64_t today_;
  const std::string home_, host_;
  const Declared declared_;
  const std::vector<std::string> again_;
  std::vector<std::string> on_home_;  // rule and subject of what the home page is accused of
  Asking asking_ = Asking::Robots;
  std::vector<Way> ways_;     // all, then the chosen
  std::string missing_text_;  // of the page that came for the address that is not there
  WalkFacts facts_;
  std::vector<Finding> found_;
};

}  // namespace huabiao::monitor
