#pragma once
// KeptFinding: a finding as the store holds it over rounds: the accusation as last seen, its life (judge/lifecycle.h),
// where it was last seen, what happened to it. Plain values; one pure function.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "monitor/common_cause.h"
#include "monitor/finding.h"
#include "monitor/judge/lifecycle.h"
#include "monitor/look.h"
#include "monitor/outcome.h"
#include "monitor/walk.h"

namespace huabiao::monitor {

using FindingId = Id<struct FindingTag>;
using RoundId = Id<struct RoundTag>;

struct FindingMoment {
  TimePoint at{};
  std::string what;  // a name of Happened, or "told"
  RoundId round;     // 0: outside any round
  std::string by;    // account; empty: huabiao itself
  std::string note;  // why it was decided, whom it was told
};

// What the page looked like to a browser when the finding was last seen there.
struct KeptPicture {
  std::string sha256;  // key into the store of pictures; it may be gone by age or quota
  std::int64_t width = 0, height = 0;
  TimePoint at{};
};

struct KeptFinding {
  FindingId id;
  std::string fingerprint;
  std::int64_t site = 0;  // kEstate: a common cause, of many sites
  std::string site_name;
  std::string host;  // empty: of the site as a whole
  Finding finding;
  FindingLife life;
  FindingId cause;                  // the finding that explains it, where that stands; 0: none
  RoundId first_round, last_round;  // seen in
  std::string asked_url, final_url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body_sha256;             // key into EvidenceStore; empty: no body
  std::optional<KeptPicture> picture;  // filled by RoundStore::finding only
  std::vector<FindingMoment> moments;  // oldest first; filled by RoundStore::finding only
};

// What a visit of the host got to see.
struct Seeing {
  Outcome outcome = Outcome::NotVisited;
  std::vector<std::string> views;  // other views whose page was read
  std::optional<WalkFacts> walk;   // what a walk through its inner pages gave
  Looks looks;                     // kinds of look that were made
  std::string domain;              // whose registration was asked for
};

// What a round says about a known finding that is not among the round's: one on a page is NotSeen when a page was read,
// one that another view gave when that view was read, one of a walk when the
// walk came by that page, one about the host itself (availability, certificate, dns) when
// it was visited at all, one of a domain's registration when the registry answered about that domain, one of the
// protocol set when that was tried; else NotLooked.
// The look that makes findings of this rule; unset: every visit does.
std::optional<Look> look_of(const Finding& finding);

// A common cause is known or not, whatever was looked at.
FindingEvent unlisted(const Finding& finding, const std::vector<Seeing>& looks);

}  // namespace huabiao::monitor
