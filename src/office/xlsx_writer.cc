#include "office/xlsx_writer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/utf8.h"
#include "office/table_reader.h"
#include "office/xml_text.h"

namespace huabiao::office {
namespace {

constexpr std::size_t kStyles = 6;

// What XML and cells can hold: valid UTF-8 without control characters, at most 32,767 characters.
std::string cell_text(std::string_view text) {
  std::string clean = utf8::scrub(text);
  for (char& c : clean)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F) c = ' ';
  // The worst case is one UTF-16 unit a byte; a longer text is cut where it still fits.
  if (is_too_long(clean)) clean = std::string(utf8::cut(clean, table::Bounds::kCellChars));
  return clean;
}

// "_x0041_" in a text means itself here, not an escaped 'A'.
std::string keep_escapes(const std::string& text) {
  std::string probe = text;
  undo_cell_escapes(probe, 0);
  if (probe == text) return text;
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "_x") == 0)
      kept += "_x005F_";
    else
      kept += text[i];
  }
  return kept;
}

// Lines a bordered cell's text takes in a column so many characters wide; a Han character takes two. Spreadsheet
// programs do not fit a row's height to wrapped text that a file brings along.
double lines_of(std::string_view text, double width) {
  double cells = 0, lines = 1;
  while (!text.empty()) {
    const char32_t c = utf8::next(text);
    if (c == U'\n') {
      ++lines;
      cells = 0;
      continue;
    }
    cells += c < 0x80 ? 1 : 2;
    if (cells > width) {
      ++lines;
      cells = c < 0x80 ? 1 : 2;
    }
  }
  return lines;
}

class SheetSink final : public table::Sink {
 public:
  SheetSink(lxw_worksheet* sheet, const std::array<lxw_format*, kStyles>& formats, std::vector<double> widths)
      : sheet_(sheet), formats_(formats), widths_(std::move(widths)) {}

  Done row(std::uint32_t number, std::span<const table::OutCell> cells) override {
    if (number == 0 || number > table::Bounds::kRows)
      return fail(Kind::TooLarge, "office.too_many_rows", std::to_string(number));
    set_height(number, cells);
    for (const table::OutCell& cell : cells) {
      lxw_format* const format = formats_[static_cast<std::size_t>(cell.style)];
      const auto column = static_cast<lxw_col_t>(cell.column - 1);
      const lxw_error error =
          cell.text.empty()
              ? worksheet_write_blank(sheet_, number - 1, column, format)
              : worksheet_write_string(sheet_, number - 1, column, keep_escapes(cell_text(cell.text)).c_str(), format);
      if (error != LXW_NO_ERROR)
        return fail(Kind::Environment, "office.cannot_write",
                    table::cell_name(cell.column, number) + ": " + lxw_strerror(error));
      filled_ += cell.text.empty() ? 0 : 1;
    }
    return {};
  }

  // The library's own call writes the range's cells again, which constant memory cannot: they are on disk by then.
  Done merge(const table::MergedRange& range) override {
    if (sheet_->merged_range_count >= table::Bounds::kMergedOut)
      return fail(Kind::TooLarge, "office.too_large", "merged ranges");
    auto* const merged = static_cast<lxw_merged_range*>(std::calloc(1, sizeof(lxw_merged_range)));
    if (!merged) return fail(Kind::Environment, "office.cannot_write", std::strerror(ENOMEM));
    merged->first_row = range.first_row - 1;
    merged->last_row = range.last_row - 1;
    merged->first_col = static_cast<lxw_col_t>(range.first_column - 1);
    merged->last_col = static_cast<lxw_col_t>(range.last_column - 1);
    STAILQ_INSERT_TAIL(sheet_->merged_ranges, merged, list_pointers);  // NOLINT: the library frees it with the sheet
    ++sheet_->merged_range_count;
    return {};
  }

  [[nodiscard]] std::uint64_t filled() const { return filled_; }

 private:
  void set_height(std::uint32_t number, std::span<const table::OutCell> cells) {
    constexpr double kLinePoints = 15, kMostPoints = 409, kTitlePoints = 30;
    double points = 0;
    for (const table::OutCell& cell : cells) {
      if (cell.style == table::CellStyle::Title) points = kTitlePoints;
      const bool boxed = cell.style == table::CellStyle::Left || cell.style == table::CellStyle::Centre;
      if (!boxed || cell.column == 0 || cell.column > widths_.size()) continue;
      const double lines = lines_of(cell.text, widths_[cell.column - 1]);
      if (lines > 1) points = std::max(points, std::min(kMostPoints, lines * kLinePoints));
    }
    if (points > 0) worksheet_set_row(sheet_, number - 1, points, nullptr);
  }

  lxw_worksheet* sheet_;
  const std::array<lxw_format*, kStyles>& formats_;
  std::vector<double> widths_;
  std::uint64_t filled_ = 0;
};

lxw_format* make_format(lxw_workbook* book, table::CellStyle style) {
  lxw_format* const format = workbook_add_format(book);
  if (style != table::CellStyle::Note) format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  format_set_font_name(format, "宋体");
  format_set_font_size(format, style == table::CellStyle::Title ? 16 : 11);
  switch (style) {
    case table::CellStyle::Title:
      format_set_bold(format);
      format_set_align(format, LXW_ALIGN_CENTER);
      return format;
    case table::CellStyle::Line:
    case table::CellStyle::Note:
      return format;
    case table::CellStyle::Header:
      format_set_bold(format);
      [[fallthrough]];
    case table::CellStyle::Centre:
      format_set_align(format, LXW_ALIGN_CENTER);
      break;
    case table::CellStyle::Left:
      break;
  }
  format_set_border(format, LXW_BORDER_THIN);
  format_set_num_format_index(format, 49);  // "@": what is typed into the cell later stays text, too
  return format;
}

Done flush_to_disk(const std::filesystem::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool flushed = fd >= 0 && ::fsync(fd) == 0;
  const int why = errno;
  if (fd >= 0) ::close(fd);
  if (flushed) return {};
  return fail(Kind::Environment, "office.cannot_write", path.string() + ": " + std::strerror(why));
}

}  // namespace

struct XlsxWriter::Inside {
  std::filesystem::path file, beside;
  std::string folder;
  lxw_workbook* book = nullptr;
  std::array<lxw_format*, kStyles> formats{};
  std::vector<std::unique_ptr<SheetSink>> sheets;

  ~Inside() {
    if (book) workbook_close(book);
    std::error_code ignored;  // after finish() there is nothing to remove
    std::filesystem::remove(beside, ignored);
  }

  // The library does not look at every write to its temporary files, so a full disk shows here at the latest.
  [[nodiscard]] Done read_back() const {
    auto written = open_table(beside);
    if (!written) return fail(std::move(written));
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      std::uint64_t filled = 0;
      Done done = (*written)->read(i, [&](const table::Row& row) {
        filled += row.cells.size();
        return table::Go::On;
      });
      if (!done) return done;
      if (filled != sheets[i]->filled())
        return fail(Kind::Environment, "office.cannot_write",
                    std::to_string(filled) + " of " + std::to_string(sheets[i]->filled()) + " cells");
    }
    return {};
  }
};

XlsxWriter::XlsxWriter(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
XlsxWriter::~XlsxWriter() = default;

Result<std::unique_ptr<XlsxWriter>> XlsxWriter::create(const std::filesystem::path& file) {
  auto inside = std::make_unique<Inside>();
  inside->file = std::filesystem::absolute(file);
  inside->folder = inside->file.parent_path().string();
  std::string beside = inside->file.string() + ".XXXXXX";
  const int fd = ::mkstemp(beside.data());
  if (fd < 0)
    return fail(Kind::Environment, "office.cannot_write", inside->file.string() + ": " + std::strerror(errno));
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(fd, 0666 & ~mask);
  ::close(fd);
  inside->beside = beside;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = inside->folder.data();
  options.use_zip64 = LXW_FALSE;
  inside->book = workbook_new_opt(beside.c_str(), &options);
  if (!inside->book) return fail(Kind::Environment, "office.cannot_write", std::strerror(ENOMEM));
  for (std::size_t i = 0; i < kStyles; ++i)
    inside->formats[i] = make_format(inside->book, static_cast<table::CellStyle>(i));
  return std::unique_ptr<XlsxWriter>(new XlsxWriter(std::move(inside)));
}

Result<table::Sink*> XlsxWriter::add_sheet(const SheetLook& look) {
  lxw_workbook* const book = inside_->book;
  if (look.name.empty() || workbook_validate_sheet_name(book, look.name.c_str()) != LXW_NO_ERROR)
    return fail(Kind::Invalid, "office.bad_sheet_name", look.name);
  lxw_worksheet* const sheet = workbook_add_worksheet(book, look.name.c_str());
  if (!sheet) return fail(Kind::Environment, "office.cannot_write", look.name);
  for (std::size_t i = 0; i < look.widths.size(); ++i)
    worksheet_set_column(sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), look.widths[i], nullptr);
  constexpr std::uint8_t kA4 = 9;
  worksheet_set_paper(sheet, kA4);
  if (look.landscape) worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, 1, 0);
  if (look.header_rows > 0) {
    worksheet_repeat_rows(sheet, 0, look.header_rows - 1);
    worksheet_freeze_panes(sheet, look.header_rows, 0);
  }
  inside_->sheets.push_back(std::make_unique<SheetSink>(sheet, inside_->formats, look.widths));
  return inside_->sheets.back().get();
}

Done XlsxWriter::finish() {
  const lxw_error error = workbook_close(std::exchange(inside_->book, nullptr));
  if (error != LXW_NO_ERROR)
    return fail(Kind::Environment, "office.cannot_write", inside_->file.string() + ": " + lxw_strerror(error));
  if (Done done = inside_->read_back(); !done)
    return fail(Kind::Environment, "office.cannot_write", done.error().code + ": " + done.error().detail);
  if (Done done = flush_to_disk(inside_->beside, O_RDONLY); !done) return done;
  std::error_code ec;
  std::filesystem::rename(inside_->beside, inside_->file, ec);
  if (ec) return fail(Kind::Environment, "office.cannot_write", inside_->file.string() + ": " + ec.message());
  return flush_to_disk(inside_->folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace huabiao::office
