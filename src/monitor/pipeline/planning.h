#pragma once
// From the register to visits: what rounds and the watch plan with. Inner to this room.

#include <cstdint>
#include <string>
#include <unordered_map>

#include "monitor/keep/order_store.h"
#include "monitor/keep/round_store.h"
#include "monitor/verdict.h"
#include "monitor/watch_order.h"
#include "registry/store.h"

namespace huabiao::monitor {

Visit visit_of(const Target& target, RoundId round);
// The row of a visit nobody makes.
VisitRecord without_asking(Outcome outcome, std::string reason);

// The order each site is under.
struct Orders {
  WatchOrder general;  // of sites no other is for
  std::unordered_map<std::int64_t, WatchOrder> own;
  [[nodiscard]] const WatchOrder& of(std::int64_t site) const;
};
// Fails: as OrderStore.
Result<Orders> orders_now(OrderStore* store);

// Every visited site of the register, in the order of their numbers. Fails: as RegistryStore.
template <class Take>
Done each_site(registry::RegistryStore& registry, const Take& take) {
  constexpr std::size_t kSitesPerRead = 500;
  registry::SiteId after;
  while (true) {
    auto sites = registry.targets(after, kSitesPerRead);
    if (!sites) return fail(std::move(sites));
    if (sites->empty()) return {};
    for (const registry::SiteTarget& site : *sites) take(site);
    after = sites->back().site.id;
  }
}

}  // namespace huabiao::monitor
