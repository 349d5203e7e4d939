#pragma once
// WatchOrder: how far a site may be looked at, who allowed it, how often, and when it is to be left alone. Orders are
// given by people, one after another, for a site, a unit's sites or a region's; the newest of the narrowest holds.
// Plain values.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace huabiao::monitor {

// None: not at all. Passive: the page as any visitor gets it. Standard: also as a search engine's spider, as a visitor
// sent by one, and as a telephone get it. Intrusive: also by tests a server may notice as such.
enum class Consent { None, Passive, Standard, Intrusive };
inline constexpr std::array<std::string_view, 4> kConsentNames = {"none", "passive", "standard", "intrusive"};
constexpr std::string_view to_string(Consent consent) {
  return kConsentNames[static_cast<std::size_t>(consent)];
}

// Every week on these days, Shanghai time, the site is being worked on: publication, maintenance, backup.
struct QuietHours {
  std::array<bool, 7> days{};  // from Monday; the day it begins on
  int from = 0, to = 0;        // minutes since midnight, 0..1439; `to` not after `from`: into the next day
  bool operator==(const QuietHours&) const = default;
};

struct WatchPause {
  std::string reason;
  std::optional<TimePoint> until;  // unset: until somebody ends it
  bool operator==(const WatchPause&) const = default;
};

struct WatchOrder {
  Consent consent = Consent::Passive;
  std::string consent_by;  // who gave it: a person or a document; empty: nobody was asked, so it is Passive
  std::optional<WatchPause> pause;
  std::vector<QuietHours> quiet;
  int every = 1;  // visited in one of so many periods of the watch, 1..kMostPeriods
  bool operator==(const WatchOrder&) const = default;
};
inline constexpr int kMostPeriods = 1'000;

// Widest first: what comes later holds before what comes earlier.
enum class OrderScope { Region, Unit, Site };
inline constexpr std::array<std::string_view, 3> kOrderScopeNames = {"region", "unit", "site"};
constexpr std::string_view to_string(OrderScope scope) {
  return kOrderScopeNames[static_cast<std::size_t>(scope)];
}

// Whom an order is for.
struct OrderedFor {
  OrderScope scope = OrderScope::Site;
  std::int64_t id = 0;  // of the site or unit
  std::string region;   // GB/T 2260 code: its subtree
  auto operator<=>(const OrderedFor&) const = default;
};
inline OrderedFor for_site(std::int64_t site) {
  return {OrderScope::Site, site, {}};
}
inline OrderedFor for_unit(std::int64_t unit) {
  return {OrderScope::Unit, unit, {}};
}
inline OrderedFor for_region(std::string code) {
  return {OrderScope::Region, 0, std::move(code)};
}

}  // namespace huabiao::monitor
