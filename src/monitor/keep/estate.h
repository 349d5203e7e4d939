#pragma once
// Estate: what is declared and what was last seen, side by side, one summary row per site: what the site list and the
// overview read. A port: storage/ keeps the summary current with every change of the register and every verdict.
// Thread: any; readers do not wait. Fails (all calls): as RegistryStore.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/facts.h"
#include "monitor/finding.h"
#include "monitor/keep/kept_finding.h"
#include "monitor/verdict.h"
#include "registry/reach.h"
#include "registry/store.h"

namespace huabiao::monitor {

enum class SiteSort { Name, Severity, LastVisit, Newest };
inline constexpr std::array<std::string_view, 4> kSiteSortNames = {"name", "severity", "last_visit", "newest"};
constexpr std::string_view to_string(SiteSort sort) {
  return kSiteSortNames[static_cast<std::size_t>(sort)];
}
enum class SortOrder { Ascending, Descending };

// All that are set must hold.
struct SiteQuery {
  registry::Reach reach = registry::Reach::all();
  std::string text;  // part of a site's name, units, hosts, Chinese names or codes; one character is enough; empty: all
  std::string region;  // GB/T 2260 code, its subtree; empty: all
  registry::OrganisationId organisation;
  std::optional<registry::SiteLife> life;
  std::optional<SiteState> state;
  std::optional<Outcome> outcome;
  std::optional<MarkState> mark;              // as seen
  std::optional<Severity> findings_at_least;  // has an unresolved finding of this severity or above
  std::optional<Category> finding_category;   // has an unresolved finding of this category
  SiteSort sort = SiteSort::Name;
  SortOrder order = SortOrder::Ascending;
  std::string cursor;
  std::size_t limit = registry::kPageRows;  // at most registry::kMaxPageRows
};

struct SiteSummary {
  registry::SiteId id;
  std::string name;
  registry::SiteLife life = registry::SiteLife::Declared;
  std::string region;
  std::vector<std::string> organisations;  // in the order of their declarations
  std::vector<std::string> hosts;          // ASCII names, unicode form
  std::vector<std::string> chinese_names;
  std::string site_code;
  std::optional<bool> mark_declared;
  // As last seen; nullopt: never visited (or, for the mark, no page of it was read).
  std::optional<SiteState> state;
  std::optional<Outcome> outcome;
  std::optional<MarkState> mark;
  std::optional<TimePoint> last_visit;
  RoundId last_round;
  std::optional<Severity> worst;  // of unresolved findings without a decision in force
  std::int64_t open_findings = 0;
};

// Counts for the overview. Names are those of to_string; a value that does not occur may be missing.
struct Overview {
  std::int64_t sites = 0, organisations = 0, declarations = 0;
  std::map<std::string, std::int64_t> by_life, by_state, by_outcome, by_mark;  // "" = never seen
  std::map<std::string, std::int64_t> marks_declared;                          // "yes" | "no" | "unknown"
  std::int64_t marks_declared_not_seen = 0;  // declared hung, yet a page was read that shows none
  std::map<std::string, std::int64_t> findings_by_category, findings_by_severity;  // unresolved, no decision in force
  struct RegionCount {
    std::string region;                                 // province code; empty: none known
    std::int64_t sites = 0, down = 0, with_alerts = 0;  // alerts: unresolved attack findings of medium or above
  };
  std::vector<RegionCount> by_region;
};

// How the sites of one region are, now.
struct RegionState {
  std::string region;  // as registry codes it; empty: of none
  std::int64_t sites = 0;
  std::map<std::string, std::int64_t> by_state;  // names of SiteState; "" = never seen
  std::int64_t with_alerts = 0;                  // sites with an unresolved attack finding of medium or above
};

class Estate {
 public:
  virtual ~Estate() = default;
  // Fails: Invalid registry.bad_cursor (also when the cursor belongs to another sort).
  virtual Result<registry::Page<SiteSummary>> list_sites(const SiteQuery& query) = 0;
  virtual Result<std::optional<SiteSummary>> summary(registry::SiteId site) = 0;
  // Of what lies in `region` (empty: everywhere) and in the reach.
  virtual Result<Overview> overview(std::string_view region, const registry::Reach& reach) = 0;
  // By the regions right below `region` that have sites, and itself for those that lie in none of them; by code.
  virtual Result<std::vector<RegionState>> region_states(std::string_view region, const registry::Reach& reach) = 0;
};

}  // namespace huabiao::monitor
