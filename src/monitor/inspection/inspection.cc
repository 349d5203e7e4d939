#include "monitor/inspection/inspection.h"

#include <algorithm>

namespace huabiao::monitor {
namespace {

Availability access_of(const HostDays& host, const AvailabilityRule& rule, std::int64_t last_day) {
  std::vector<AvailabilityDay> days;
  const std::int64_t first = last_day - rule.days + 1;
  for (std::int64_t day = first; day <= last_day; ++day) days.push_back({.day = day});
  for (const SampleDay& seen : host.days) {
    if (seen.day < first || seen.day > last_day) continue;
    AvailabilityDay& day = days[static_cast<std::size_t>(seen.day - first)];
    day.visits += seen.opened + seen.failed;
    day.failed += seen.failed;
    day.not_known += seen.samples - seen.opened - seen.failed;
  }
  return availability(std::move(days), rule);
}

Held& item(SiteInspection& site, VetoItem which) {
  return site.items[static_cast<std::size_t>(which)];
}

void hold_access(SiteInspection& site, std::span<const HostDays> hosts, const InspectionRules& rules,
                 std::int64_t last_day) {
  Held& held = item(site, VetoItem::Access);
  bool some = false, all_proven = true;
  for (const HostDays& host : hosts) {
    const Availability access = access_of(host, rules.availability, last_day);
    if (!some || access.failed_percent > site.failed_percent) {
      site.visits = access.visits;
      site.failed = access.failed;
      site.failed_percent = access.failed_percent;
    }
    some = true;
    all_proven = all_proven && access.proof == AvailabilityProof::Proven;
    if (access.veto) held = Held::Failed;
  }
  if (held != Held::Failed && some && all_proven) held = Held::Passed;
}

void hold_freshness(SiteInspection& site, std::span<const WalkFacts> walks, const InspectionRules& rules,
                    std::int64_t today) {
  for (const WalkFacts& walk : walks) {
    if (walk.home_newest) site.home_newest = std::max(site.home_newest.value_or(*walk.home_newest), *walk.home_newest);
    for (const WalkedPage& page : walk.pages) {
      const std::int64_t allowed = days_allowed(page.column, rules.freshness);
      if (allowed > 0 && page.newest && today - *page.newest >= allowed) ++site.idle_columns;
      if (!is_answered(page)) continue;
      ++site.links_asked;
      if (is_dead(page)) ++site.links_dead;
    }
  }
  if (rules.freshness.home_days > 0 && site.home_newest)
    item(site, VetoItem::Home) = today - *site.home_newest >= rules.freshness.home_days ? Held::Failed : Held::Passed;
  const bool saw_columns = std::ranges::any_of(walks, [&](const WalkFacts& walk) {
    return std::ranges::any_of(walk.pages, [&](const WalkedPage& page) {
      return page.newest && days_allowed(page.column, rules.freshness) > 0;
    });
  });
  if (rules.idle_columns > 0 && saw_columns)
    item(site, VetoItem::Columns) = site.idle_columns >= rules.idle_columns ? Held::Failed : Held::Passed;
}

}  // namespace

bool SiteInspection::vetoed() const {
  return std::ranges::find(items, Held::Failed) != items.end();
}

SiteInspection inspect_site(std::span<const HostDays> hosts, std::span<const WalkFacts> walks,
                            const InspectionRules& rules, std::int64_t last_day, std::int64_t today) {
  SiteInspection site;
  hold_access(site, hosts, rules, last_day);
  hold_freshness(site, walks, rules, today);
  return site;
}

void InspectionCounts::add(const SiteInspection& site) {
  ++sites;
  if (site.vetoed()) ++vetoed;
  for (std::size_t i = 0; i < kVetoItems.size(); ++i) {
    if (site.items[i] != Held::NotProven) ++proven[i];
    if (site.items[i] == Held::Failed) ++failed[i];
  }
  links_asked += site.links_asked;
  links_dead += site.links_dead;
}

}  // namespace huabiao::monitor
