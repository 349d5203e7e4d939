#pragma once
// The nouns of register, rounds and findings as documents of api/openapi.yaml. Pure; inside this room only.

#include <boost/json.hpp>
#include <functional>
#include <string>

#include "http/message.h"
#include "http/region_names.h"
#include "monitor/keep/estate.h"
#include "monitor/keep/round_store.h"
#include "registry/store.h"

namespace huabiao::http {

using OrganisationNames = std::function<std::string(registry::OrganisationId)>;

boost::json::object site_row(const monitor::SiteSummary& site, RegionNames& regions);
boost::json::object verdict_document(const std::optional<monitor::SiteSummary>& site);
boost::json::object host_row(const monitor::RoundRow& row, std::string_view site_name);
boost::json::object round_document(const monitor::Round& round);
boost::json::object declaration_document(const registry::Versioned<registry::Declaration>& declaration,
                                         const OrganisationNames& names);
boost::json::object contact_document(const registry::Versioned<registry::Contact>& contact,
                                     const OrganisationNames& names);
boost::json::object finding_row(const monitor::KeptFinding& finding);
boost::json::object news_document(const monitor::FindingNews& news);
boost::json::value severity_or_null(const std::optional<monitor::Severity>& severity);
boost::json::value mark_or_null(const std::optional<monitor::MarkState>& mark);

// A record's version as an ETag: when it was recorded.
std::string etag_of(TimePoint recorded);
// What If-Match says. Fails: http.no_if_match; Conflict http.changed_meanwhile when it is no ETag of ours.
Result<TimePoint> if_match(const Request& request);

}  // namespace huabiao::http
