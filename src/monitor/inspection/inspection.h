#pragma once
// SiteInspection: a site held against the veto items that a machine can reckon: it cannot be opened, its home page or
// its columns are not kept up. Proof is asked for as the rule asks for it; what is not proven is said to be so, and is
// never a veto. Pure; any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "monitor/inspection/rule.h"
#include "monitor/sample/sample_day.h"
#include "monitor/walk.h"

namespace huabiao::monitor {

enum class VetoItem : std::uint8_t { Access, Home, Columns };
inline constexpr std::array kVetoItems = {VetoItem::Access, VetoItem::Home, VetoItem::Columns};
inline constexpr std::array<std::string_view, kVetoItems.size()> kVetoItemNames = {"access", "home", "columns"};

// NotProven: too few visits, no walk, or a home page that shows no day.
enum class Held : std::uint8_t { Passed, Failed, NotProven };
constexpr std::string_view to_string(Held held) {
  constexpr std::array<std::string_view, 3> kNames = {"passed", "failed", "not_proven"};
  return kNames[static_cast<std::size_t>(held)];
}

struct SiteInspection {
  std::array<Held, kVetoItems.size()> items{Held::NotProven, Held::NotProven, Held::NotProven};
  // Of the host that could be opened least.
  std::int64_t visits = 0, failed = 0;
  double failed_percent = 0;
  std::optional<std::int64_t> home_newest;       // as day_of counts; of its hosts the newest
  std::int64_t idle_columns = 0;                 // of those walked to
  std::int64_t links_asked = 0, links_dead = 0;  // inner pages walked to; of those, gone

  [[nodiscard]] Held of(VetoItem item) const { return items[static_cast<std::size_t>(item)]; }
  [[nodiscard]] bool vetoed() const;  // by any item
};

// The days of one host, as all vantage points saw it.
struct HostDays {
  std::vector<SampleDay> days;  // in any order; of one day there may be several
};

// `last_day`: the last day of the rule's week, over by now. `today`: what freshness is reckoned from.
SiteInspection inspect_site(std::span<const HostDays> hosts, std::span<const WalkFacts> walks,
                            const InspectionRules& rules, std::int64_t last_day, std::int64_t today);

// What many sites come to.
struct InspectionCounts {
  std::int64_t sites = 0, vetoed = 0;
  std::array<std::int64_t, kVetoItems.size()> proven{}, failed{};  // sites, by item
  std::int64_t links_asked = 0, links_dead = 0;
  void add(const SiteInspection& site);
};

}  // namespace huabiao::monitor
