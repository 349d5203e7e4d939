#include "monitor/pipeline/known_pages.h"

#include <fmt/format.h>
#include <utility>

namespace huabiao::monitor {
namespace {

std::string place_of(const Visit& visit) {
  return fmt::format("{} {}:{}{}", visit.site, visit.host, visit.port, visit.path);
}

}  // namespace

void KnownPages::ask(Visit& visit, TimePoint now) const {
  const auto known = pages_.find(place_of(visit));
  // A clock set back makes a page no younger.
  if (known != pages_.end() && now >= known->second.read && now - known->second.read < KnownPageLimits::kAge)
    visit.known_page = known->second.key;
}

void KnownPages::take(VisitRecord& record) {
  const std::string place = place_of(record.visit);
  const auto known = pages_.find(place);
  if (record.as_known) {
    if (known == pages_.end() || known->second.key != record.visit.known_page) {
      record.fetch.outcome = Outcome::NotVisited;
      record.fetch.reason = "the worker told a page as known that nobody knows";
      return;
    }
    record.fetch.outcome = known->second.outcome;
    record.fetch.reason = known->second.reason;
    record.facts = known->second.facts;
    record.findings = known->second.findings;
    if (!record.attempts.empty()) {
      record.attempts.back().outcome = record.fetch.outcome;
      record.attempts.back().reason = record.fetch.reason;
    }
    return;
  }
  if (record.page_key.empty() || !record.facts || is_accused(record)) {
    if (record.facts && known != pages_.end()) pages_.erase(known);
    return;
  }
  if (known == pages_.end() && pages_.size() >= KnownPageLimits::kPages) pages_.clear();
  pages_.insert_or_assign(place, Known{.key = std::move(record.page_key),
                                       .outcome = record.fetch.outcome,
                                       .reason = record.fetch.reason,
                                       .facts = *record.facts,
                                       .findings = record.findings,
                                       .read = record.fetch.at});
}

}  // namespace huabiao::monitor
