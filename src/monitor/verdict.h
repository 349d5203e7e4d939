#pragma once
// VisitRecord: one row per site and host each round, always: what was asked, how it ended, what was read, what is
// accused. A site without hosts has one row with an empty host and no_address; a visit that could not be made has
// not_visited and the reason.
// SiteVerdict: the roll-up of a site's rows. Values.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "monitor/facts.h"
#include "monitor/finding.h"
#include "monitor/names.h"
#include "monitor/registration.h"
#include "monitor/rendered.h"
#include "monitor/tls_set.h"
#include "monitor/visit.h"
#include "monitor/walk.h"

namespace huabiao::monitor {

// What a worker gives back for one Visit, and what the round keeps.
struct VisitRecord {
  Visit visit;
  // The attempt that decides: the first that gave a page, else the one that got furthest. Its outcome is the row's.
  // body is emptied before it is kept; it travels where it is evidence, or visit.send_page wants it.
  FetchOutcome fetch;
  std::vector<Attempt> attempts;   // all, in the order made; empty only for no_address, bad_url and not_visited
  std::optional<PageFacts> facts;  // set when a page was read
  std::vector<Finding> findings;
  std::vector<std::string> views;                 // names of the other views whose page was read beside this one
  std::optional<WalkFacts> walk;                  // set when inner pages were walked through
  std::optional<NameFacts> names;                 // what the DNS said of the host, where the visit asked
  std::optional<RegistrationFacts> registration;  // what the registry said of the host's domain, where it was asked
  std::optional<TlsSet> tls_set;                  // which protocols the host accepts, where it was tried
  std::optional<RenderedView> rendered;           // the page as a browser drew it, where one did
  std::string body_sha256;                        // of the body as fetched; empty when there was none
  std::string vantage = "local";
  // Of a page as read: digest of all that its reading depends on, the rules included. Not kept in the store.
  std::string page_key;
  // Of a page as read, where visit.kept_page asked: digest of what a reader of changes sees of it. Not kept with the
  // row.
  std::string content_key;
  // The page is visit.known_page's: it was not read again, facts and findings are left to whoever knows them.
  bool as_known = false;
};

// Did the visit look at that as well?
inline bool looked(const VisitRecord& record, Look look) {
  switch (look) {
    case Look::Views:
      return !record.views.empty();
    case Look::Walk:
      return record.walk.has_value();
    case Look::Names:  // a look nobody answered says nothing of what was known
      return record.names && answered(*record.names);
    case Look::Registration:
      return record.registration && answered(*record.registration);
    case Look::Tls:
      return record.tls_set && answered(*record.tls_set);
    case Look::Render:
      return record.rendered && record.rendered->facts;
  }
  return false;
}

inline bool is_accused(const VisitRecord& record) {
  return std::ranges::any_of(record.findings, [](const Finding& one) { return is_attack(one.category); });
}

inline Looks looks_of(const VisitRecord& record) {
  Looks looks;
  for (const Look look : kLooks)
    if (looked(record, look)) looks.add(look);
  return looks;
}

// The worst of a site's hosts decides: down when none answered, faulty when one did not.
enum class SiteState { Up, Faulty, Down, Unknown, NoAddress };
constexpr std::string_view to_string(SiteState state) {
  constexpr std::string_view kNames[] = {"up", "faulty", "down", "unknown", "no_address"};
  return kNames[static_cast<std::size_t>(state)];
}

struct SiteVerdict {
  SiteState state = SiteState::Unknown;
  Outcome outcome = Outcome::NotVisited;  // of the row that decided
  std::vector<Finding> findings;          // of all rows, one per fingerprint, availability and certificate ones added
};

}  // namespace huabiao::monitor
