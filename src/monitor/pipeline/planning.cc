#include "monitor/pipeline/planning.h"

namespace huabiao::monitor {

Visit visit_of(const Target& target, RoundId round) {
  Visit visit;
  visit.round = round.value;
  visit.site = target.site;
  visit.host = target.host;
  visit.port = target.port;
  visit.path = target.path;
  return visit;
}

VisitRecord without_asking(Outcome outcome, std::string reason) {
  VisitRecord record;
  record.fetch.outcome = outcome;
  record.fetch.reason = std::move(reason);
  return record;
}

Result<Orders> orders_now(OrderStore* store) {
  Orders orders;
  if (store == nullptr) return orders;
  orders.general = store->general();
  auto given = store->orders();
  if (!given) return fail(std::move(given));
  for (const GivenOrder& one : *given) {
    if (one.whom.scope == OrderScope::Site) {
      orders.own.insert_or_assign(one.whom.id, *one.order);
      continue;
    }
    auto sites = store->sites_under(one.whom);
    if (!sites) return fail(std::move(sites));
    for (const std::int64_t site : *sites) orders.own.insert_or_assign(site, *one.order);
  }
  return orders;
}

const WatchOrder& Orders::of(std::int64_t site) const {
  const auto found = own.find(site);
  return found == own.end() ? general : found->second;
}

}  // namespace huabiao::monitor
