#include "desk/inspection_desk.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "registry/region.h"

namespace huabiao::desk {
namespace {

using monitor::HostDays;
using monitor::WalkFacts;

// The region right below `region` that `code` lies in: "130402" below "" is "130000", below "130000" "130400". Itself
// where there is none.
std::string below(std::string_view code, std::string_view region) {
  constexpr std::size_t kLevel = 2, kDigits = 6;
  const std::size_t known = region.empty() ? 0 : registry::region_prefix(region).size();
  std::string out(code.substr(0, std::min(known + kLevel, kDigits)));
  if (!out.empty()) out.resize(kDigits, '0');
  return out;
}

// What was kept of a site, on its way to being reckoned.
struct Kept {
  std::map<std::pair<std::string, std::uint16_t>, HostDays> hosts;
  std::vector<WalkFacts> walks;
};
using KeptSites = std::unordered_map<std::int64_t, Kept>;

Done read_samples(monitor::SampleStore& samples, std::int64_t first, std::int64_t last, KeptSites& kept) {
  for (std::int64_t day = first; day <= last; ++day) {
    auto all = samples.day_of_all(day);
    if (!all) return fail(std::move(all));
    for (const monitor::SeriesDay& one : *all)
      if (one.key.kind == monitor::CheckKind::HomePage)
        kept[one.key.site].hosts[{one.key.host, one.key.port}].days.push_back(one.day);
  }
  return {};
}

Done read_walks(monitor::WalkStore& walks, KeptSites& kept) {
  constexpr std::size_t kSitesPerRead = 2'000;
  std::int64_t after = 0;
  while (true) {
    auto some = walks.walks_after(after, kSitesPerRead);
    if (!some) return fail(std::move(some));
    if (some->empty()) return {};
    after = some->back().site;
    for (monitor::KeptWalk& walk : *some) kept[walk.site].walks.push_back(std::move(walk.facts));
  }
}

}  // namespace

Inspection Inspection::among(std::span<const std::int64_t> sites) const {
  std::vector<InspectedSite> some;
  for (const InspectedSite& one : sites_)
    if (std::ranges::binary_search(sites, one.site)) some.push_back(one);
  return {std::move(some), last_day_, at_};
}

monitor::InspectionCounts Inspection::counts(std::string_view region) const {
  monitor::InspectionCounts counts;
  for (const InspectedSite& site : sites_)
    if (registry::lies_in(site.region, region)) counts.add(site.found);
  return counts;
}

std::vector<InspectedGroup> Inspection::by_region(std::string_view region) const {
  std::map<std::string, monitor::InspectionCounts> groups;
  for (const InspectedSite& site : sites_)
    if (registry::lies_in(site.region, region)) groups[below(site.region, region)].add(site.found);
  std::vector<InspectedGroup> all;
  all.reserve(groups.size());
  for (auto& [name, counts] : groups) all.push_back({name, counts});
  return all;
}

std::vector<InspectedGroup> Inspection::by_unit(std::string_view region) const {
  std::unordered_map<std::string, monitor::InspectionCounts> groups;
  for (const InspectedSite& site : sites_)
    if (registry::lies_in(site.region, region)) groups[site.unit].add(site.found);
  std::vector<InspectedGroup> all;
  all.reserve(groups.size());
  for (auto& [name, counts] : groups) all.push_back({name, counts});
  std::ranges::sort(all, {}, [](const InspectedGroup& one) {
    return std::tuple(-one.counts.vetoed, -one.counts.sites, std::string_view(one.name));
  });
  return all;
}

std::vector<const InspectedSite*> Inspection::sites(const InspectedQuery& query) const {
  std::vector<const InspectedSite*> found;
  for (const InspectedSite& site : sites_)
    if (registry::lies_in(site.region, query.region) && (query.unit.empty() || site.unit == query.unit) &&
        (!query.failed || site.found.of(*query.failed) == monitor::Held::Failed))
      found.push_back(&site);
  std::ranges::stable_sort(found, {}, [](const InspectedSite* site) { return site->found.vetoed() ? 0 : 1; });
  return found;
}

Result<std::shared_ptr<const Inspection>> InspectionDesk::now() {
  const std::scoped_lock lock(reckoning_);
  const TimePoint at = ports_.clock.now();
  if (kept_ && at >= kept_->at() && at - kept_->at() < InspectionLimits::kFresh) return kept_;
  auto anew = reckon();
  if (anew) kept_ = *anew;
  return anew;
}

Result<std::shared_ptr<const Inspection>> InspectionDesk::reckon() {
  const TimePoint at = ports_.clock.now();
  const std::int64_t today = monitor::day_of(monitor::second_of(at)), last = today - 1;
  KeptSites kept;
  if (auto read = read_samples(ports_.samples, last - rules_.availability.days + 1, last, kept); !read)
    return fail(std::move(read));
  if (auto read = read_walks(ports_.walks, kept); !read) return fail(std::move(read));
  std::vector<InspectedSite> sites;
  constexpr std::size_t kSitesPerRead = 500;
  registry::SiteId after;
  while (true) {
    auto some = ports_.registry.targets(after, kSitesPerRead);
    if (!some) return fail(std::move(some));
    if (some->empty()) break;
    after = some->back().site.id;
    for (const registry::SiteTarget& target : *some) {
      const Kept& own = kept[target.site.id.value];
      std::vector<HostDays> hosts;
      hosts.reserve(own.hosts.size());
      for (const auto& [host, days] : own.hosts) hosts.push_back(days);
      sites.push_back({target.site.id.value, target.site.name, target.site.region, target.organisation,
                       monitor::inspect_site(hosts, own.walks, rules_, last, today)});
    }
  }
  return std::make_shared<const Inspection>(std::move(sites), last, at);
}

}  // namespace huabiao::desk
