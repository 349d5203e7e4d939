#pragma once
// A whole installation brought from one engine to the other, and two held against each other: every table and every
// body. Derived indexes are made anew; leases stay where they are.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "storage/data_directory.h"

namespace huabiao::storage {

// What stands in one table, or on one shelf of bodies.
struct Holding {
  std::string database, table;
  std::int64_t rows = 0;
  std::string digest;  // of all rows by their key; texts as PostgreSQL takes them, so that both engines' are alike
  bool operator==(const Holding&) const = default;
};

// Told after each table.
using OnHolding = std::function<void(const Holding&)>;

// Fails: as Stores::open.
Result<std::vector<Holding>> holdings_of(const DataDirectory& directory, const Clock& clock, const OnHolding& on);

// `to` is made, or has nothing in it yet; what fails leaves it so. Requires: nobody writes to `from`, which holds who
// has its lease. Fails: Conflict storage.not_empty; as Stores::open and a write.
Done copy_store(const DataDirectory& from, const DataDirectory& to, const Clock& clock, const OnHolding& on);

}  // namespace huabiao::storage
