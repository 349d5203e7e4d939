#pragma once
// Fills merged cells down: what a sheet says once for four rows, each of the four says. Thread: one.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "table/table.h"

namespace huabiao::census {

class MergedCells {
 public:
  // Only ranges that begin in one of `columns` and span rows matter.
  MergedCells(std::vector<table::MergedRange> ranges, std::span<const std::uint32_t> columns);
  // The row with the texts of ranges it lies in. Requires: rows by rising number. Lifetime: until the next call.
  table::Row fill(const table::Row& row);

 private:
  struct Active {
    std::uint32_t column, last_row;
    table::CellKind kind;
    bool formula;
    std::string text;
  };
  void begin_ranges(const table::Row& row);

  std::vector<table::MergedRange> ranges_;
  std::size_t next_ = 0;        // first range that has not begun
  std::vector<Active> active_;  // at most one a column
  std::vector<table::Cell> cells_;
};

}  // namespace huabiao::census
