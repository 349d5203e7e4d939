#pragma once
// How a kept finding lies in its table. Internal to this room.

#include <string>
#include <string_view>

#include "monitor/keep/kept_finding.h"
#include "storage/connection.h"

namespace huabiao::storage {

// Everything but moments and site_name, from "FROM finding f": so many columns.
inline constexpr int kFindingColumns = 32;
std::string_view finding_columns();
monitor::KeptFinding read_finding(const Statement& row);

// The finding of this fingerprint; nullopt: never seen.
struct KnownFinding {
  monitor::KeptFinding finding;
  monitor::RoundId judged_round;  // the last one that moved it
};
std::optional<KnownFinding> known_finding(Connection& connection, std::string_view fingerprint);
std::vector<KnownFinding> unresolved_findings(Connection& connection, std::int64_t site);

// Writes all columns; makes the row when finding.id is 0. The id.
monitor::FindingId put_finding(Connection& connection, const monitor::KeptFinding& finding,
                               monitor::RoundId judged_round);
void add_moment(Connection& connection, monitor::FindingId finding, const monitor::FindingMoment& moment);

// Counts a site's findings anew, in site_finding and in its summary.
void recount_site(Connection& connection, std::int64_t site, TimePoint now);

}  // namespace huabiao::storage
