#pragma once
// A site's round rolled up: its summary, and its findings moved on by judge/lifecycle. Internal to this room.

#include "monitor/keep/round_store.h"
#include "storage/connection.h"

namespace huabiao::storage {

// Inside the caller's transaction. Requires: site.verdict is set. A verdict of the same round again moves nothing
// twice.
void roll_up(Connection& connection, monitor::RoundId round, const monitor::SiteRows& site, TimePoint now);

}  // namespace huabiao::storage
