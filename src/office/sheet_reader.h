#pragma once
// Reads the rows of one sheet of a workbook out of its XML, and its merged ranges out of the end of it. Thread: one.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "office/byte_source.h"
#include "office/number_text.h"
#include "office/shared_strings.h"
#include "office/xml_scanner.h"
#include "table/table.h"

namespace huabiao::office {

class SheetReader {
 public:
  // Lifetime: everything given outlives the reader.
  SheetReader(ByteSource& source, const SharedStrings& strings, std::span<const NumberLook> looks,
              const ReadLimits& limits);
  // Fails: office.bad_xml, office.dtd, office.too_many_rows, office.too_many_columns, office.cell_too_long, and what
  // the source fails with. Call once.
  Done read(const table::RowVisitor& visit);

 private:
  enum class Holds : std::uint8_t { Plain, Shared, Inline, Formula, Bool, Error, Date };  // the cell's t attribute
  // A cell of the row at hand. Its text lies in row_text_, or in the shared strings.
  struct Pending {
    table::Cell cell;
    std::size_t begin = 0, end = 0;
    bool own = false;  // in row_text_
  };

  Done start(std::string_view name);
  Done end(std::string_view name);
  Done text(std::string_view piece);
  Done start_row();
  Done start_cell();
  Done end_cell();
  Done keep(table::CellKind kind, std::string_view shared);
  Done number_cell();
  table::Go hand_out(const table::RowVisitor& visit);
  [[nodiscard]] std::string here() const;  // "G12"

  XmlScanner scanner_;
  const SharedStrings& strings_;
  std::span<const NumberLook> looks_;
  std::uint32_t row_ = 0, column_ = 0;
  bool in_data_ = false, in_row_ = false, in_cell_ = false, row_done_ = false;
  bool in_value_ = false, in_inline_ = false, formula_ = false;
  std::size_t phonetic_depth_ = 0;
  Holds holds_ = Holds::Plain;
  std::uint32_t style_ = 0;
  std::size_t value_begin_ = 0;  // of the value at hand in row_text_
  std::string row_text_;         // texts of this row that are not shared
  std::vector<Pending> pending_;
  std::vector<table::Cell> cells_;
};

// The merged ranges, from a pass over the whole sheet that only looks for the end of its rows.
// Fails: office.too_large, and what the source fails with.
Result<std::vector<table::MergedRange>> read_merged(ByteSource& source, const ReadLimits& limits);

// "B4:B7"; nothing when it is no range of a sheet or a single cell.
std::optional<table::MergedRange> parse_range(std::string_view text);

}  // namespace huabiao::office
