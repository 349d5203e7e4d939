#pragma once
// Reads a census form: finds the sheet and the header, then hands out row after row, each with everything that is wrong
// with it. A bad row is data, never an Error; an Error means that there is no form to read.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bilingual.h"
#include "base/result.h"
#include "census/form.h"
#include "table/table.h"

namespace huabiao::census {

enum class Severity : std::uint8_t { Info, Warning, Error };
std::string_view to_string(Severity severity);  // "info", "warning", "error"

// One thing wrong with one cell, or with the row when there is no column.
struct Problem {
  Severity severity = Severity::Error;
  std::string_view code;          // "census.bad_host"; language/catalogue has its sentences. Constant text.
  std::optional<Column> column;   // null: the row as a whole
  std::uint32_t row = 0;          // of the sheet, from 1
  std::uint32_t cell_column = 0;  // of the sheet, from 1; 0: no such cell
  std::string read;               // what stands there
  Bilingual expected;             // what should
};

struct CensusRow {
  std::string sheet;
  std::uint32_t row = 0;
  Form form = Form::Annex2;
  std::optional<std::string> authority;   // from the line above the table
  std::optional<std::string> department;  // annex 3 only
  std::optional<std::string> organisation;
  std::optional<std::string> site;                           // null: the organisation has no site of its own
  std::vector<std::string> ascii_domains;                    // A-labels, lower case, in the cell's order, each once
  std::vector<std::string> chinese_domains;                  // U-labels
  std::vector<std::pair<std::string, std::uint16_t>> ports;  // name -> port, where one was written
  std::optional<bool> mark_hung;
  std::optional<std::string> contact;
  std::vector<std::string> phones;  // 0311-80000000, 13800000000, 0311-80000000转801
  std::optional<std::string> remark;
  std::vector<Problem> problems;              // by column, the row as a whole last
  std::optional<std::uint32_t> duplicate_of;  // the first row that says the same organisation, site and names

  [[nodiscard]] bool good() const;  // no problem is an error
};

// What was read as what, and the totals.
struct ReadReport {
  std::string sheet;
  Form form = Form::Annex2;
  std::optional<std::string> title, authority;
  Header header;
  std::vector<Problem> notices;  // on the form itself: columns missing, repeated or ignored, other forms beside it
  std::vector<std::string> other_sheets;  // not read
  std::uint64_t rows = 0, rows_with_errors = 0, rows_with_warnings = 0, duplicates = 0, skipped_lines = 0;
  bool stopped = false;  // by the sink
};

struct ReadOptions {
  std::optional<std::string> sheet;  // nullopt: the one that looks like a form
};

using RowSink = std::function<table::Go(CensusRow&&)>;

// Fails: Kind::NotFound census.no_such_sheet; Kind::Unreadable census.ambiguous_sheet,
// census.wrong_form, census.empty_form; Kind::TooLarge census.too_many_rows; and what the source fails with.
// Memory: the merged ranges and 24 bytes a row to find duplicates.
Result<ReadReport> read(table::Source& source, const ReadOptions& options, const RowSink& sink);

// One JSON object without line end, as docs/formats/census.md describes it.
std::string to_json(const CensusRow& row);
std::string to_json(const Problem& problem);

}  // namespace huabiao::census
