#pragma once
// /api/v1/sites/{id}/page-changes/{change}: a home page before and after it came to read otherwise: what changed, and
// its pictures, as far as they are kept. A change goes by the number of the page after it.

#include <functional>

#include "base/clock.h"
#include "http/json.h"
#include "http/route.h"
#include "monitor/change_report.h"
#include "monitor/keep/page_store.h"
#include "monitor/keep/round_store.h"
#include "registry/store.h"

namespace huabiao::http {

struct ShownPage {
  const monitor::KeptPage& page;
  std::string body;  // hostile: only a locked-in child reads it
};
// Fails: as a reader of pages does. Thread: any; blocks.
using ComparePages = std::function<Result<monitor::PageComparison>(const ShownPage& before, const ShownPage& after)>;

struct PageChangePorts {
  registry::RegistryStore& registry;
  monitor::RoundStore& rounds;
  monitor::PageStore& pages;
  ComparePages compare;
  const Clock& clock;
};

// Of a list: without what the pages say.
boost::json::object page_change_document(const monitor::PageChange& change);

// Of a site's hosts, those in [from, to], newest first, at most `limit` of each.
Result<std::vector<monitor::PageChange>> page_changes_of(monitor::RoundStore& rounds, monitor::PageStore& pages,
                                                         std::int64_t site, TimePoint from, TimePoint to,
                                                         std::size_t limit);

// Lifetime: the ports outlive the routes.
Routes page_changes_routes(const PageChangePorts& ports);

}  // namespace huabiao::http
