#pragma once
// detect: Page -> facts and findings. One file per detector; each is pure and knows nothing of the others. A hiding
// trick, an encoded script or a foreign host alone never makes an alert: every attack finding combines several signals
// and says which. Words, known hosts and content rules come from the rule set. Any thread.

#include <string>
#include <vector>

#include "monitor/facts.h"
#include "monitor/finding.h"
#include "monitor/known_sites.h"
#include "monitor/page.h"
#include "monitor/visit.h"
#include "rules/match/rule_set.h"

namespace huabiao::monitor {

// Yes: `page` is what a browser made of the body with nothing withheld, so what it lacks nobody will write. No: it is
// the body as it came, its scripts not run.
enum class AsDrawn : bool { No, Yes };

struct DetectInput {
  const Page& page;
  const FetchOutcome& fetch;    // status, headers and body; a saved page has only a body
  const Declared& declared;     // what the register says; all may be empty
  std::string page_host;        // A-labels; empty: not known where the page came from
  const rules::RuleSet& rules;  // words, known hosts, content rules
  AsDrawn drawn = AsDrawn::No;
};

struct Detected {
  PageFacts facts;
  std::vector<Finding> findings;
};

Detected detect(const DetectInput& input);

// Does a page from `host` (A-labels) claim to be a registered unit's, which `host` is not? Looks at the facts alone, so
// that whoever holds the register need not hold the page.
std::vector<Finding> counterfeit_findings(const PageFacts& facts, std::string_view host, const KnownSites& known);

// What the page shows of the software it is made with: facts of severity info, asked for by themselves, since a round
// would keep them as findings of every site.
std::vector<Finding> technology_findings(const DetectInput& input);

// What a visit that ended in an answer really was: an empty page, a "not found" page with status 200, a firewall's
// page, or a page. An outcome other than Ok and HttpError is returned as it is; of HttpError only a firewall's page is
// told.
Outcome classify(const FetchOutcome& fetch, const Page& page, const rules::RuleSet& rules);

}  // namespace huabiao::monitor
