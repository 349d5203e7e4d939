#pragma once
// What the small parts of a workbook say: its sheets and where they lie, where the shared strings are, which number
// format each cell style has. Thread: one.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "office/number_text.h"
#include "office/package.h"
#include "table/table.h"

namespace huabiao::office {

struct Workbook {
  std::vector<table::Sheet> sheets;  // worksheets only, in the order of their tabs
  std::vector<std::string> parts;    // beside them: where each lies
  std::optional<std::string> shared_strings;
  std::vector<NumberLook> looks;  // by cell style
};

// Fails: office.missing_part, office.other_document, office.bad_xml, office.dtd, office.too_large.
Result<Workbook> read_workbook(Package& package, const ReadLimits& limits);

}  // namespace huabiao::office
