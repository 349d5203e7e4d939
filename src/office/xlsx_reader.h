#pragma once
// A workbook as a table::Source. Thread: one.

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "office/table_reader.h"
#include "table/table.h"

namespace huabiao::office {

// Requires: the file begins as a zip file does. Fails: as open_table.
Result<std::unique_ptr<table::Source>> open_xlsx(const std::filesystem::path& file, const ReadLimits& limits);

}  // namespace huabiao::office
