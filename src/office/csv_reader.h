#pragma once
// Separated text (RFC 4180 and what people make of it) as a table::Source of one sheet. Thread: one.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "office/byte_source.h"
#include "office/table_reader.h"
#include "table/table.h"

namespace huabiao::office {

enum class TextCoding { Utf8, Gb18030, Utf16Le, Utf16Be };

// The separator most lines agree on: comma, semicolon or tab. Pure.
char guess_separator(std::string_view start_of_text);

// Reads UTF-8 text. An own "sep=;" line decides over `separator`. Fails: office.unclosed_quote,
// office.too_many_rows, office.too_many_columns, office.cell_too_long, and what the source fails with.
Done read_csv(ByteSource& source, char separator, const table::RowVisitor& visit);

// The coding is told by a byte order mark, else by what the whole file can be.
// Fails: office.unknown_charset, office.not_a_workbook (bytes no text has), office.cannot_read.
Result<std::unique_ptr<table::Source>> open_csv(const std::filesystem::path& file, const ReadLimits& limits);

}  // namespace huabiao::office
