#pragma once
// From the SQL of this room to PostgreSQL's: what is left to translate where one text serves both engines
// (docs/decisions/0089). Pure; internal to this room.

#include <string>
#include <string_view>
#include <vector>

namespace huabiao::storage {

// A statement: `?` and `?1` become `$1`, INDEXED BY goes, instr() is strpos().
std::string postgres_statement(std::string_view sql);

// The statements of one step of schema.cc, in PostgreSQL's types.
std::vector<std::string> postgres_migration(std::string_view step);

// Text as PostgreSQL takes it: what is not UTF-8, and NUL, becomes U+FFFD. Pages, headers and forms come from outside;
// none of them may keep a round from being kept.
std::string postgres_text(std::string_view text);

}  // namespace huabiao::storage
