#pragma once
// ImportRow: a row of an uploaded form as the wizard shows it, and its line in the desk's row file. Plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bilingual.h"
#include "base/result.h"
#include "census/read.h"

namespace huabiao::desk {

struct CellProblem {
  std::uint32_t row = 0;
  std::string column;       // letters; empty: the row as a whole
  std::string column_name;  // as the form calls it
  std::string read;
  Bilingual expected;
  bool error = true;  // false: a warning
  std::string code;
};

enum class RowVerdict : std::uint8_t { Good, Warned, Bad };

struct ImportRow {
  std::uint32_t row = 0;
  RowVerdict verdict = RowVerdict::Good;
  std::string department, organisation;
  std::optional<std::string> site;
  std::vector<std::string> ascii_domains, chinese_domains;
  std::optional<bool> mark_hung;
  std::string contact;
  std::vector<std::string> phones;
  std::vector<CellProblem> problems;
};

CellProblem cell_problem(const census::Problem& problem, std::uint32_t row);
ImportRow import_row(const census::CensusRow& row);

// One line of JSON with its line end, and back. Fails: Unreadable desk.bad_row.
std::string to_line(const ImportRow& row);
Result<ImportRow> from_line(std::string_view line);

}  // namespace huabiao::desk
