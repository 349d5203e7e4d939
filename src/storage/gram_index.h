#pragma once
// The index over site_text.folded by grams: FTS5 on SQLite, a tsvector under GIN on PostgreSQL. Internal to this room.

#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"
#include "storage/sql_text.h"

namespace huabiao::storage {

// The site's text was `before` and is `after`; "": it is not in the index.
void set_grams(Connection& connection, std::int64_t site, const std::string& before, const std::string& after);

// "(SELECT site ...": every site whose text may hold all terms, and some that do not. The caller closes the bracket.
// Requires: !terms.empty().
SqlText gram_candidates(EngineKind engine, const std::vector<std::string>& terms);

}  // namespace huabiao::storage
