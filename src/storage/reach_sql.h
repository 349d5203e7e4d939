#pragma once
// A reach as SQL: the one text behind lists and single records alike. Internal to this room.

#include "base/clock.h"
#include "registry/reach.h"
#include "storage/sql_text.h"

namespace huabiao::storage {

// " AND (...)" over a site_summary called s; nothing where the reach is everywhere. A row without a site lies nowhere.
void add_reach(SqlText& sql, const registry::Reach& reach, TimePoint now);
// The same over an organisation_version called v.
void add_unit_reach(SqlText& sql, const registry::Reach& reach, TimePoint now);

}  // namespace huabiao::storage
