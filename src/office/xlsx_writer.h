#pragma once
// Writes one workbook, row after row in constant memory. The file appears under its name only when it is whole: it is
// written beside it, flushed to disk, then renamed. Text stays text: nothing a cell holds becomes a formula.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "table/table.h"

namespace huabiao::office {

struct SheetLook {
  std::string name;
  std::vector<double> widths;     // of the columns, in characters
  std::uint32_t header_rows = 0;  // repeated on every printed page and frozen on the screen
  bool landscape = true;          // A4, one page wide
};

class XlsxWriter final {
 public:
  // Fails: Kind::Environment office.cannot_write.
  static Result<std::unique_ptr<XlsxWriter>> create(const std::filesystem::path& file);
  ~XlsxWriter();  // without finish(): nothing is left behind
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  // The sheet so far is complete. Lifetime: the sink lives until the next add_sheet, finish or the writer's end.
  // Fails: Kind::Invalid office.bad_sheet_name (empty, over 31 characters, one of []:*?/\, used twice).
  Result<table::Sink*> add_sheet(const SheetLook& look);
  // Writes, flushes, renames. Requires: at least one sheet; called once. Fails: Kind::Environment office.cannot_write.
  Done finish();

 private:
  struct Inside;
  explicit XlsxWriter(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace huabiao::office
