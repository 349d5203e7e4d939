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

}  // namespace huabiao::monitor
