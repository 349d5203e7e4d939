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

// The order each site is under; those under WatchOrder{} may be missing. Fails: as OrderStore.
using Orders = std::unordered_map<std::int64_t, WatchOrder>;
Result<Orders> orders_now(OrderStore* store);
const WatchOrder& order_of(const Orders& orders, std::int64_t site);

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
