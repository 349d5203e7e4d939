#pragma once
// A table in memory: what was written to it as a Sink can be read from it as a Source.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "table/table.h"

namespace huabiao::support {

class MemoryTable final : public table::Source, public table::Sink {
 public:
  struct Cell {
    std::string text;
    table::CellKind kind = table::CellKind::Text;
    bool formula = false;
  };

  MemoryTable() : MemoryTable(std::vector<std::vector<std::string>>{}) {}
  // One visible sheet "S" of texts; an empty text leaves the cell out.
  explicit MemoryTable(const std::vector<std::vector<std::string>>& rows) { add_sheet("S", rows); }

  MemoryTable& add_sheet(std::string name, const std::vector<std::vector<std::string>>& rows,
                         table::Visibility visibility = table::Visibility::Visible) {
    names_.push_back({std::move(name), visibility});
    sheets_.emplace_back();
    for (std::size_t r = 0; r < rows.size(); ++r)
      for (std::size_t c = 0; c < rows[r].size(); ++c)
        if (!rows[r][c].empty()) set(r + 1, c + 1, {rows[r][c]});
    return *this;
  }
  // Of the last sheet.
  MemoryTable& set(std::size_t row, std::size_t column, Cell cell) {
    sheets_.back().rows[static_cast<std::uint32_t>(row)][static_cast<std::uint32_t>(column)] = std::move(cell);
    return *this;
  }
  MemoryTable& merged(table::MergedRange range) {
    sheets_.back().merged.push_back(range);
    return *this;
  }
  [[nodiscard]] std::string text(std::uint32_t row, std::uint32_t column) const {
    const auto r = sheets_.back().rows.find(row);
    if (r == sheets_.back().rows.end()) return {};
    const auto c = r->second.find(column);
    return c == r->second.end() ? std::string() : c->second.text;
  }

  [[nodiscard]] const std::vector<table::Sheet>& sheets() const override { return names_; }
  Result<std::vector<table::MergedRange>> merged(std::size_t sheet) override {
    auto ranges = sheets_[sheet].merged;
    std::ranges::sort(ranges, {}, [](const table::MergedRange& r) { return std::pair(r.first_row, r.first_column); });
    return ranges;
  }
  Done read(std::size_t sheet, const table::RowVisitor& visit) override {
    for (const auto& [number, row] : sheets_[sheet].rows) {
      std::vector<table::Cell> cells;
      for (const auto& [column, cell] : row) cells.push_back({column, cell.kind, cell.formula, false, cell.text});
      if (visit({number, cells}) == table::Go::Stop) break;
    }
    return {};
  }
  Done row(std::uint32_t number, std::span<const table::OutCell> cells) override {
    for (const table::OutCell& cell : cells)
      if (!cell.text.empty()) set(number, cell.column, {std::string(cell.text)});
    return {};
  }
  Done merge(const table::MergedRange& range) override {
    merged(range);
    return {};
  }

 private:
  struct Content {
    std::map<std::uint32_t, std::map<std::uint32_t, Cell>> rows;
    std::vector<table::MergedRange> merged;
  };
  std::vector<table::Sheet> names_;
  std::vector<Content> sheets_;
};

}  // namespace huabiao::support
