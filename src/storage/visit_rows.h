#pragma once
// Rows of visits as intervals: while the value of a site's host stays the same from one round of a series to the next,
// one row stands for all of them. Internal to this room.

#include <string>

#include "monitor/keep/round_store.h"
#include "storage/connection.h"

namespace huabiao::storage {

// Where a round stands among its like: rounds over the whole estate are one series, those of the watch another, any
// other round is one by itself.
inline constexpr std::int64_t kWatchSeries = -1;
struct RoundPlace {
  monitor::RoundId round;
  std::int64_t series = 0, number = 0;
};
// Throws Failure round.none.
RoundPlace place_of(Connection& connection, monitor::RoundId round);

// What has to stay the same for a row to go on: outcome, status, addresses, certificate, facts and findings, but no
// times, sizes, offsets or counters.
std::string value_key(const monitor::VisitRecord& record);

void put_visit(Connection& connection, const RoundPlace& place, const monitor::VisitRecord& record);

inline constexpr std::string_view kVisitColumns = "id, first_round, last_round, first_at, last_at, record";
monitor::RoundRow read_visit_row(const Statement& row);

}  // namespace huabiao::storage
