#pragma once
// InspectionDesk: every site held against the official veto items (monitor/inspection), reckoned once in a while from
// the samples and walks that are kept, and handed out by region, by unit and by site.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "monitor/inspection/inspection.h"
#include "monitor/keep/sample_store.h"
#include "monitor/keep/walk_store.h"
#include "registry/store.h"

namespace huabiao::desk {

struct InspectionLimits {
  static constexpr Millis kFresh = std::chrono::minutes(10);  // then it is reckoned anew when somebody asks
};

struct InspectedSite {
  std::int64_t site = 0;
  std::string name, region;  // GB/T 2260 code; empty: none
  std::string unit;          // that declared it first
  monitor::SiteInspection found;
};

// All that are set must hold.
struct InspectedQuery {
  std::string region;  // its subtree; empty: everywhere
  std::string unit;    // its whole name; empty: any
  std::optional<monitor::VetoItem> failed;
};

struct InspectedGroup {
  std::string name;  // a region's code, or a unit's name; empty: of none
  monitor::InspectionCounts counts;
};

// Immutable; handed around as a snapshot.
class Inspection {
 public:
  Inspection(std::vector<InspectedSite> sites, std::int64_t last_day, TimePoint at)
      : sites_(std::move(sites)), last_day_(last_day), at_(at) {}

  [[nodiscard]] std::span<const InspectedSite> sites() const { return sites_; }  // by number
  [[nodiscard]] std::int64_t last_day() const { return last_day_; }              // of the week reckoned
  [[nodiscard]] TimePoint at() const { return at_; }
  // Vetoed ones first, then by number. Lifetime: the snapshot's.
  [[nodiscard]] std::vector<const InspectedSite*> sites(const InspectedQuery& query) const;
  // Of those sites alone; `sites` sorted.
  [[nodiscard]] Inspection among(std::span<const std::int64_t> sites) const;
  // Of the sites in `region` (its subtree; empty: everywhere).
  [[nodiscard]] monitor::InspectionCounts counts(std::string_view region) const;
  // By the regions right below it that have sites, in the order of their codes.
  [[nodiscard]] std::vector<InspectedGroup> by_region(std::string_view region) const;
  // By unit, those with the most vetoed sites first.
  [[nodiscard]] std::vector<InspectedGroup> by_unit(std::string_view region) const;

 private:
  std::vector<InspectedSite> sites_;
  std::int64_t last_day_;
  TimePoint at_;
};

struct InspectionPorts {
  registry::RegistryStore& registry;
  monitor::SampleStore& samples;
  monitor::WalkStore& walks;
  const Clock& clock;
};

class InspectionDesk {
 public:
  // Lifetime: the ports outlive the desk.
  InspectionDesk(const InspectionPorts& ports, monitor::InspectionRules rules)
      : ports_(ports), rules_(std::move(rules)) {}

  [[nodiscard]] const monitor::InspectionRules& rules() const { return rules_; }
  // Thread: any; blocks on the stores, and while another thread reckons. Fails: as the ports.
  Result<std::shared_ptr<const Inspection>> now();

 private:
  Result<std::shared_ptr<const Inspection>> reckon();

  const InspectionPorts ports_;
  const monitor::InspectionRules rules_;
  std::mutex reckoning_;
  std::shared_ptr<const Inspection> kept_;  // guarded by reckoning_
};

}  // namespace huabiao::desk
