#pragma once
// A table's nouns: sheets of rows of cells, as read from a file or about to be written to one. They travel between the
// rim that knows file formats (office) and the rooms that know what the cells mean (census, report), so that neither
// includes the other. Plain values and two small ports.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huabiao::table {

struct Bounds {
  static constexpr std::uint32_t kRows = 1'048'576;    // what a sheet of any current spreadsheet program holds
  static constexpr std::uint32_t kColumns = 16'384;    // likewise
  static constexpr std::size_t kCellChars = 32'767;    // likewise
  static constexpr std::size_t kRowCells = 1'024;      // cells with content in one row; no form comes near
  static constexpr std::uint32_t kMergedOut = 65'000;  // merged ranges written to one sheet; readers get slow beyond
};

enum class CellKind : std::uint8_t { Text, Number, Bool, Date, Error };

// One cell with content. Numbers read as a person typed them (13800000000), dates as 2015-11-10 or with a time behind,
// booleans as TRUE and FALSE, errors as #REF! and the like.
struct Cell {
  std::uint32_t column = 0;  // from 1
  CellKind kind = CellKind::Text;
  bool formula = false;   // the text is the value the program stored beside the formula; empty: none was stored
  bool spread = false;    // repeated here from the first row of a merged range
  std::string_view text;  // Lifetime: until the visitor returns
};

struct Row {
  std::uint32_t number = 0;     // from 1
  std::span<const Cell> cells;  // by rising column; cells without content are left out
};

struct MergedRange {
  std::uint32_t first_row = 0, first_column = 0, last_row = 0, last_column = 0;  // from 1, both ends included
  bool operator==(const MergedRange&) const = default;
};

enum class Visibility : std::uint8_t { Visible, Hidden };

struct Sheet {
  std::string name;
  Visibility visibility = Visibility::Visible;
  bool operator==(const Sheet&) const = default;
};

enum class Go : bool { Stop, On };
using RowVisitor = std::function<Go(const Row&)>;

// An opened file of tables. Thread: one.
class Source {
 public:
  virtual ~Source() = default;
  [[nodiscard]] virtual const std::vector<Sheet>& sheets() const = 0;
  // The merged ranges of a sheet by rising first row. Requires: sheet < sheets().size(). Fails: as read().
  virtual Result<std::vector<MergedRange>> merged(std::size_t sheet) = 0;
  // Every row with content by rising number, until the end or the visitor stops it. May be called again.
  // Requires: sheet < sheets().size(). Fails: the file's fault, with an "office." code.
  virtual Done read(std::size_t sheet, const RowVisitor& visit) = 0;
};

enum class CellStyle : std::uint8_t { Title, Line, Header, Left, Centre, Note };

struct OutCell {
  std::uint32_t column = 0;
  CellStyle style = CellStyle::Left;
  std::string_view text;  // always written as text, never as a formula or a number; empty: a bordered blank
};

// A sheet being written, row after row. Thread: one.
class Sink {
 public:
  virtual ~Sink() = default;
  // Requires: rising row numbers, rising columns. Fails: Environment.
  virtual Done row(std::uint32_t number, std::span<const OutCell> cells) = 0;
  // The range's text is that of its first cell. Requires: its rows are written, more than one cell, no overlap.
  virtual Done merge(const MergedRange& range) = 0;
};

std::string column_letters(std::uint32_t column);                // 1 -> "A", 28 -> "AB"
std::string cell_name(std::uint32_t column, std::uint32_t row);  // (7, 12) -> "G12"

}  // namespace huabiao::table
