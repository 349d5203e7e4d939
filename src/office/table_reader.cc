#include "office/table_reader.h"

#include <fstream>

#include "office/csv_reader.h"
#include "office/xlsx_reader.h"

namespace huabiao::office {
namespace {

constexpr std::string_view kZip = "PK\x03\x04", kEmptyZip = "PK\x05\x06";
constexpr std::string_view kCompound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);

std::string utf16(std::string_view ascii) {
  std::string wide;
  for (const char c : ascii) (wide += c) += '\0';
  return wide;
}

// An OLE compound file keeps stream names as UTF-16. Which it holds tells a locked workbook from an old one.
Result<std::unique_ptr<table::Source>> refuse_compound(const std::filesystem::path& file) {
  constexpr std::uintmax_t kSearched = 64 << 20;
  std::ifstream in(file, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(std::min(std::filesystem::file_size(file), kSearched)), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto holds = [&](std::string_view stream) { return bytes.find(utf16(stream)) != std::string::npos; };
  if (holds("EncryptedPackage")) return fail(Kind::Unreadable, "office.encrypted", file.filename().string());
  if (holds("WordDocument"))
    return fail(Kind::Unreadable, "office.other_document", "Word 97-2003 (.doc)", ".xlsx, .csv");
  if (holds("Workbook") || holds("Book"))
    return fail(Kind::Unreadable, "office.old_xls", file.filename().string(), ".xlsx, .csv");
  return fail(Kind::Unreadable, "office.not_a_workbook", "an OLE compound file", ".xlsx, .csv");
}

// What else people send under the name of a workbook. Empty: may be separated text.
std::string_view other_kind(std::string_view head) {
  std::string lower;
  for (const char c : head.substr(0, 1024)) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  const std::size_t first = lower.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string_view text = first == std::string::npos ? std::string_view() : std::string_view(lower).substr(first);
  if (text.starts_with("%pdf")) return "PDF";
  if (text.starts_with("{\\rtf")) return "RTF";
  if (text.starts_with("<?xml") && lower.find("spreadsheet") != std::string::npos) return "XML Spreadsheet 2003";
  if (text.starts_with("<!doctype html") || text.starts_with("<html") || text.starts_with("<table") ||
      text.starts_with("<meta"))
    return "HTML";
  if (text.starts_with("<")) return "XML";
  if (head.starts_with("Rar!") || head.starts_with("7z\xBC\xAF")) return "RAR, 7z";
  return {};
}

}  // namespace

Result<std::unique_ptr<table::Source>> open_table(const std::filesystem::path& file, const ReadLimits& limits) {
  std::error_code ec;
  const auto status = std::filesystem::status(file, ec);
  if (!std::filesystem::exists(status)) return fail(Kind::Unreadable, "office.no_file", file.string());
  if (std::filesystem::is_directory(status))
    return fail(Kind::Unreadable, "office.not_a_workbook", file.string() + "/", ".xlsx, .csv");
  if (!std::filesystem::is_regular_file(status))
    return fail(Kind::Unreadable, "office.cannot_read", file.string(), "a regular file");
  const std::uint64_t size = std::filesystem::file_size(file, ec);
  if (size == 0) return fail(Kind::Unreadable, "office.empty_file", file.filename().string());
  if (size > limits.file_bytes)
    return fail(Kind::TooLarge, "office.too_large", std::to_string(size) + " bytes",
                "at most " + std::to_string(limits.file_bytes));
  std::string head(4096, '\0');
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Kind::Unreadable, "office.cannot_read", file.string());
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (head.starts_with(kZip) || head.starts_with(kEmptyZip)) return open_xlsx(file, limits);
  if (head.starts_with(kCompound)) return refuse_compound(file);
  if (const std::string_view other = other_kind(head); !other.empty())
    return fail(Kind::Unreadable, "office.other_document", std::string(other), ".xlsx, .csv");
  return open_csv(file, limits);
}

}  // namespace huabiao::office
