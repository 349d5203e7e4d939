#pragma once
// Keeps site_summary, site_text, site_unit and site_gram what the register says now. Called in every transaction that
// changes the register. Internal to this room.

#include <set>

#include "base/clock.h"
#include "storage/connection.h"

namespace huabiao::storage {

// Makes the declared half of these sites' summaries anew; the observed half stays.
void refresh_sites(Connection& connection, const std::set<std::int64_t>& sites, TimePoint now);
// Sites that something dated ahead has come true for since they were last made.
std::set<std::int64_t> sites_due(Connection& connection, TimePoint now);

}  // namespace huabiao::storage
