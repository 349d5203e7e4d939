#pragma once
// Opens a workbook (.xlsx) or a separated text (.csv) by what it contains, whatever it is called, and hands out its
// rows one by one with bounded memory. What it opens is hostile until proven otherwise: every part has limits.

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "table/table.h"

namespace huabiao::office {

// A spreadsheet's XML packs 10 to 60 times; what packs more than kRatio times is made to burst, not to be read.
struct ReadLimits {
  std::uint64_t file_bytes = 512ULL << 20;       // of the file itself
  std::uint64_t sheet_bytes = 3ULL << 30;        // of one unpacked sheet: a million rows of the annex take 1 GiB
  std::uint64_t strings_bytes = 768ULL << 20;    // of the unpacked shared strings part
  std::uint64_t strings_kept = 256ULL << 20;     // of text kept from it: the one thing that stays in memory
  std::uint32_t strings = 10'000'000;            // of shared strings, however short
  std::uint64_t small_part_bytes = 16ULL << 20;  // workbook, relationships, styles
  std::uint64_t ratio = 400;                     // unpacked to packed, counted from ratio_from on
  std::uint64_t ratio_from = 8ULL << 20;
  std::uint32_t parts = 10'000;  // entries of the zip directory
  std::uint32_t sheets = 1'000;
  std::uint32_t depth = 64;  // of nested elements; a sheet needs eight
  std::uint32_t merged_ranges = table::Bounds::kRows;
};

// Fails: Kind::TooLarge office.too_large, office.zip_bomb; Kind::Unreadable office.no_file, office.cannot_read,
// office.not_a_workbook, office.truncated, office.encrypted, office.old_xls,
// office.other_document, office.missing_part, office.bad_xml, office.dtd, office.unknown_charset, office.empty_file.
// Reading adds: office.too_many_rows, office.too_many_columns, office.cell_too_long, office.unclosed_quote.
Result<std::unique_ptr<table::Source>> open_table(const std::filesystem::path& file, const ReadLimits& limits = {});

}  // namespace huabiao::office
