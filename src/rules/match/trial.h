#pragma once
// Trial: are the rules of a pack as good as they say? Every word must be found where it stands alone, every must-hit
// page be hit by its rule and every must-miss page not. Reading a page is the caller's business. Pure; any thread.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "rules/match/rule_set.h"
#include "rules/pack.h"

namespace huabiao::rules {

// A test page as it was read.
struct Sample {
  std::string words;  // title, keywords, text seen and unseen
  std::string text;   // seen
  std::vector<std::string> scripts;
  std::vector<std::string> decoded;  // strings of scripts
  std::vector<std::string> hosts;    // of links, frames, scripts, resources
};
using ReadPage = std::function<Sample(const TestPage&)>;

struct TrialFault {
  enum class What {
    NoHitPage,    // the rule has none
    NoMissPage,   // the rule has none
    NotHit,       // its must-hit page is passed over
    HitHonest,    // its must-miss page is hit
    UnknownRule,  // a page of no rule
    DeadWord,     // a word that is not found standing alone
    NotLookedAt,  // a matcher gave up on the page
    Slow,         // the YARA compiler's warning
  };
  What what;
  std::string rule;    // its id; of Slow: empty
  std::string detail;  // the page, the word, the warning
};

struct Trial {
  std::size_t rules = 0, words = 0, pages = 0;  // tried
  std::vector<TrialFault> faults;
};

// Tries the rules of `pack`, which `set` was built with.
Trial try_pack(const Pack& pack, const RuleSet& set, const ReadPage& read);

}  // namespace huabiao::rules
