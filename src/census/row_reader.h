#pragma once
// Turns one filled row of the sheet into a CensusRow with its problems. Pure; any thread.

#include <optional>
#include <string>

#include "census/form.h"
#include "census/names.h"
#include "census/read.h"
#include "table/table.h"

namespace huabiao::census {

class RowReader {
 public:
  // Lifetime: the header outlives the reader.
  RowReader(const Header& header, std::string sheet);

  // What kind of line is it? Blank rows, notes, totals, repeated headers and headings within the table are no rows.
  [[nodiscard]] bool is_row(const table::Row& row) const;
  // Requires: is_row(row).
  CensusRow read(const table::Row& row, const std::optional<std::string>& authority) const;

 private:
  using Cell = const table::Cell*;  // nullptr: nothing there

  [[nodiscard]] Cell cell(const table::Row& row, Column column) const;
  // The cell's text, unless it is an error or a formula nobody evaluated: that is a problem.
  std::string_view text(Cell cell, Column column, CensusRow& out) const;
  std::optional<std::string> name(Cell cell, Column column, CensusRow& out) const;
  void read_organisation(const table::Row& row, CensusRow& out) const;
  void read_domains(const table::Row& row, CensusRow& out) const;
  void read_mark(const table::Row& row, CensusRow& out) const;
  void read_contact(const table::Row& row, CensusRow& out) const;
  void problem(CensusRow& out, Severity severity, std::string_view code, Column column, std::string_view read,
               Bilingual expected) const;

  const Header& header_;
  std::string sheet_;
};

}  // namespace huabiao::census
