#include "census/merged_cells.h"

#include <algorithm>

namespace huabiao::census {

MergedCells::MergedCells(std::vector<table::MergedRange> ranges, std::span<const std::uint32_t> columns)
    : ranges_(std::move(ranges)) {
  std::erase_if(ranges_, [&](const table::MergedRange& range) {
    return range.first_row == range.last_row || std::ranges::find(columns, range.first_column) == columns.end();
  });
}

void MergedCells::begin_ranges(const table::Row& row) {
  for (; next_ < ranges_.size() && ranges_[next_].first_row <= row.number; ++next_) {
    const table::MergedRange& range = ranges_[next_];
    if (range.first_row < row.number) continue;  // its first row holds nothing, so the range does not either
    const auto cell = std::ranges::find(row.cells, range.first_column, &table::Cell::column);
    if (cell == row.cells.end()) continue;
    std::erase_if(active_, [&](const Active& active) { return active.column == range.first_column; });
    active_.push_back({range.first_column, range.last_row, cell->kind, cell->formula, std::string(cell->text)});
  }
}

table::Row MergedCells::fill(const table::Row& row) {
  std::erase_if(active_, [&](const Active& active) { return active.last_row < row.number; });
  const std::size_t before = active_.size();
  begin_ranges(row);
  if (before == 0) return row;
  cells_.assign(row.cells.begin(), row.cells.end());
  for (const Active& active : active_) {
    const auto at = std::ranges::lower_bound(cells_, active.column, {}, &table::Cell::column);
    if (at != cells_.end() && at->column == active.column) continue;  // its own first row, or a cell with content
    cells_.insert(at, {active.column, active.kind, active.formula, true, active.text});
  }
  return {row.number, cells_};
}

}  // namespace huabiao::census
