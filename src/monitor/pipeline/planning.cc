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
  auto given = store->orders();
  if (!given) return fail(std::move(given));
  for (GivenOrder& one : *given) orders.emplace(one.site, std::move(one.order));
  return orders;
}

const WatchOrder& order_of(const Orders& orders, std::int64_t site) {
  static const WatchOrder kNone;
  const auto found = orders.find(site);
  return found == orders.end() ? kNone : found->second;
}

}  // namespace huabiao::monitor
