#include "office/sheet_reader.h"

#include <algorithm>
#include <charconv>

#include "office/xml_text.h"

namespace huabiao::office {
namespace {

using table::Bounds;
using table::CellKind;
using Token = XmlScanner::Token;

// Longer than any cell's text in UTF-8 with every character escaped as _xHHHH_.
constexpr std::size_t kMostValueBytes = Bounds::kCellChars * 8;

bool read_number(std::string_view text, std::uint32_t& value) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

// The column of "AB12", and how many letters it has; 0 when there is none or it lies outside any sheet.
std::uint32_t column_of(std::string_view reference, std::size_t& letters) {
  std::uint32_t column = 0;
  for (letters = 0; letters < reference.size() && letters < 4; ++letters) {
    const char c = static_cast<char>(reference[letters] & ~0x20);
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
  }
  return column;
}

}  // namespace

SheetReader::SheetReader(ByteSource& source, const SharedStrings& strings, std::span<const NumberLook> looks,
                         const ReadLimits& limits)
    : scanner_(source, {limits.depth}), strings_(strings), looks_(looks) {}

std::string SheetReader::here() const {
  return table::cell_name(column_, row_);
}

Done SheetReader::read(const table::RowVisitor& visit) {
  for (;;) {
    Done done;
    switch (scanner_.next()) {
      case Token::Start:
        done = start(scanner_.name());
        break;
      case Token::End:
        done = end(scanner_.name());
        break;
      case Token::Text:
        if (in_value_) done = text(scanner_.text());
        break;
      case Token::Over:
        return {};
      case Token::Bad:
        return std::unexpected<Error>(scanner_.take_error());
    }
    if (!done) return done;
    if (row_done_ && hand_out(visit) == table::Go::Stop) return {};
  }
}

Done SheetReader::start(std::string_view name) {
  if (!in_data_) {
    in_data_ = name == "sheetData";
  } else if (!in_row_) {
    if (name == "row") return start_row();
  } else if (!in_cell_) {
    if (name == "c") return start_cell();
  } else if (name == "v") {
    in_value_ = holds_ != Holds::Inline;
  } else if (name == "f") {
    formula_ = true;
  } else if (name == "is") {
    in_inline_ = holds_ == Holds::Inline;
  } else if (name == "rPh" && phonetic_depth_ == 0) {
    phonetic_depth_ = scanner_.depth();
  } else if (name == "t" && in_inline_ && phonetic_depth_ == 0) {
    in_value_ = true;
  }
  return {};
}

Done SheetReader::start_row() {
  std::uint32_t number = row_ + 1;
  if (const std::string_view given = scanner_.attribute("r"); !given.empty() && !read_number(given, number))
    return fail(Kind::Unreadable, "office.bad_xml", "row number " + std::string(given.substr(0, 40)));
  if (number > Bounds::kRows)
    return fail(Kind::TooLarge, "office.too_many_rows", "row " + std::to_string(number),
                "at most " + std::to_string(Bounds::kRows) + " rows");
  if (number <= row_)
    return fail(Kind::Unreadable, "office.bad_xml",
                "row " + std::to_string(number) + " after row " + std::to_string(row_));
  row_ = number;
  column_ = 0;
  in_row_ = true;
  row_text_.clear();
  pending_.clear();
  return {};
}

Done SheetReader::start_cell() {
  std::uint32_t column = column_ + 1;
  if (const std::string_view reference = scanner_.attribute("r"); !reference.empty()) {
    std::size_t letters = 0;
    column = column_of(reference, letters);
    if (column == 0) return fail(Kind::Unreadable, "office.bad_xml", "cell " + std::string(reference.substr(0, 40)));
  }
  if (column > Bounds::kColumns)
    return fail(Kind::TooLarge, "office.too_many_columns", "row " + std::to_string(row_),
                "at most " + std::to_string(Bounds::kColumns) + " columns");
  if (column <= column_)
    return fail(Kind::Unreadable, "office.bad_xml", table::cell_name(column, row_) + " after " + here());
  column_ = column;
  in_cell_ = true;
  formula_ = false;
  style_ = 0;
  if (const std::string_view style = scanner_.attribute("s"); !style.empty()) read_number(style, style_);
  const std::string_view type = scanner_.attribute("t");
  holds_ = type.empty() || type == "n" ? Holds::Plain
           : type == "s"               ? Holds::Shared
           : type == "inlineStr"       ? Holds::Inline
           : type == "str"             ? Holds::Formula
           : type == "b"               ? Holds::Bool
           : type == "e"               ? Holds::Error
           : type == "d"               ? Holds::Date
                                       : Holds::Plain;
  value_begin_ = row_text_.size();
  return {};
}

Done SheetReader::text(std::string_view piece) {
  if (row_text_.size() - value_begin_ + piece.size() > kMostValueBytes)
    return fail(Kind::TooLarge, "office.cell_too_long", here(),
                "at most " + std::to_string(Bounds::kCellChars) + " characters");
  row_text_ += piece;
  return {};
}

Done SheetReader::end(std::string_view name) {
  in_value_ = false;
  if (scanner_.depth() + 1 == phonetic_depth_) phonetic_depth_ = 0;
  if (in_cell_) {
    if (name == "is") in_inline_ = false;
    if (name == "c") return end_cell();
  } else if (in_row_) {
    if (name == "row") {
      in_row_ = false;
      row_done_ = true;
    }
  } else if (name == "sheetData") {
    in_data_ = false;
  }
  return {};
}

Done SheetReader::end_cell() {
  in_cell_ = in_inline_ = false;
  const std::string_view value = std::string_view(row_text_).substr(value_begin_);
  switch (holds_) {
    case Holds::Shared: {
      if (value.empty()) return {};
      std::uint32_t index = 0;
      if (!read_number(value, index) || index >= strings_.size())
        return fail(Kind::Unreadable, "office.bad_xml", here() + ": shared string " + std::string(value.substr(0, 40)));
      row_text_.resize(value_begin_);
      return keep(CellKind::Text, strings_[index]);
    }
    case Holds::Bool:
      return keep(CellKind::Bool, value == "1" || value == "true" ? "TRUE" : "FALSE");
    case Holds::Error:
      return keep(CellKind::Error, {});
    case Holds::Date:
      return keep(CellKind::Date, {});
    case Holds::Plain:
      return number_cell();
    case Holds::Inline:
    case Holds::Formula:
      break;
  }
  undo_cell_escapes(row_text_, value_begin_);
  return keep(CellKind::Text, {});
}

Done SheetReader::number_cell() {
  const std::string_view value = std::string_view(row_text_).substr(value_begin_);
  const NumberLook look = style_ < looks_.size() ? looks_[style_] : NumberLook{};
  if (look == NumberLook{} && is_plain_integer(value)) return keep(CellKind::Number, {});
  const std::string typed = number_text(value, look);
  row_text_.resize(value_begin_);
  row_text_ += typed;
  const bool date = look.what != NumberLook::What::Plain && look.what != NumberLook::What::Padded;
  return keep(date ? CellKind::Date : CellKind::Number, {});
}

// Adds the cell at hand: `shared` when it is not empty, else what row_text_ holds of it.
Done SheetReader::keep(CellKind kind, std::string_view shared) {
  const std::size_t end = row_text_.size();
  const bool own = shared.empty();
  if (own && end == value_begin_ && !formula_) return {};
  if (own) {
    const std::string_view value = std::string_view(row_text_).substr(value_begin_);
    if (!is_xml_text(value)) return fail(Kind::Unreadable, "office.bad_xml", here() + ": text that is not UTF-8");
    if (is_too_long(value))
      return fail(Kind::TooLarge, "office.cell_too_long", here(),
                  "at most " + std::to_string(Bounds::kCellChars) + " characters");
  }
  if (pending_.size() == Bounds::kRowCells)
    return fail(Kind::TooLarge, "office.too_many_columns", "row " + std::to_string(row_),
                "at most " + std::to_string(Bounds::kRowCells) + " filled cells");
  pending_.push_back({{column_, kind, formula_, false, shared}, value_begin_, end, own});
  return {};
}

table::Go SheetReader::hand_out(const table::RowVisitor& visit) {
  row_done_ = false;
  if (pending_.empty()) return table::Go::On;
  cells_.clear();
  for (Pending& pending : pending_) {  // only now does row_text_ stand still
    if (pending.own) pending.cell.text = std::string_view(row_text_).substr(pending.begin, pending.end - pending.begin);
    cells_.push_back(pending.cell);
  }
  return visit({row_, cells_});
}

std::optional<table::MergedRange> parse_range(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::size_t letters = 0;
  table::MergedRange range;
  for (const bool first : {true, false}) {
    const std::string_view corner = first ? text.substr(0, colon) : text.substr(colon + 1);
    const std::uint32_t column = column_of(corner, letters);
    std::uint32_t row = 0;
    if (column == 0 || column > Bounds::kColumns || !read_number(corner.substr(letters), row) || row == 0 ||
        row > Bounds::kRows)
      return std::nullopt;
    (first ? range.first_column : range.last_column) = column;
    (first ? range.first_row : range.last_row) = row;
  }
  if (range.first_row > range.last_row) std::swap(range.first_row, range.last_row);
  if (range.first_column > range.last_column) std::swap(range.first_column, range.last_column);
  return range;
}

namespace {

constexpr std::string_view kRowsEnd = "sheetData>";
constexpr std::size_t kLongestEndTag = 80;  // with a prefix

// Where the last end tag of the rows ends at or behind `from`; npos: none there.
std::size_t end_of_rows(std::string_view text, std::size_t from) {
  for (std::size_t at = text.rfind(kRowsEnd); at != std::string_view::npos && at >= from;) {
    const std::size_t open = text.rfind('<', at);
    if (open != std::string_view::npos && text[open + 1] == '/') return at + kRowsEnd.size();
    if (at == 0) break;
    at = text.rfind(kRowsEnd, at - 1);
  }
  return std::string_view::npos;
}

// What follows the rows. A '<' inside a cell is always escaped, so the last end tag is the right one.
Result<std::string> tail_of(ByteSource& source, const ReadLimits& limits) {
  constexpr std::size_t kBytesPerRange = 64;
  std::vector<char> window(256 << 10);
  std::string tail;
  bool found = false;
  for (;;) {
    auto count = source.read(window);
    if (!count) return fail(std::move(count));
    if (*count == 0) return found ? tail : std::string();
    const std::size_t seen = tail.size() - std::min(tail.size(), kLongestEndTag);
    tail.append(window.data(), *count);
    if (const std::size_t end = end_of_rows(tail, seen); end != std::string::npos) {
      found = true;
      tail.erase(0, end);
    } else if (!found && tail.size() > kLongestEndTag) {  // an end tag may lie across two windows
      tail.erase(0, tail.size() - kLongestEndTag);
    }
    if (tail.size() > std::uint64_t{limits.merged_ranges} * kBytesPerRange)
      return fail(Kind::TooLarge, "office.too_large", "merged ranges");
  }
}

}  // namespace

Result<std::vector<table::MergedRange>> read_merged(ByteSource& source, const ReadLimits& limits) {
  auto tail = tail_of(source, limits);
  if (!tail) return fail(std::move(tail));
  std::vector<table::MergedRange> ranges;
  constexpr std::string_view kElement = "mergeCell ";
  for (std::size_t at = tail->find(kElement); at != std::string::npos; at = tail->find(kElement, at)) {
    at += kElement.size();
    const std::size_t close = tail->find('>', at);
    const std::string_view attributes = std::string_view(*tail).substr(at, close - at);
    const std::size_t ref = attributes.find("ref=");
    if (ref == std::string_view::npos || ref + 5 >= attributes.size()) continue;
    const std::size_t quote = attributes.find(attributes[ref + 4], ref + 5);
    if (quote == std::string_view::npos) continue;
    const auto range = parse_range(attributes.substr(ref + 5, quote - ref - 5));
    if (!range) continue;
    if (ranges.size() == limits.merged_ranges) return fail(Kind::TooLarge, "office.too_large", "merged ranges");
    ranges.push_back(*range);
  }
  std::ranges::sort(ranges, {}, [](const table::MergedRange& r) { return std::pair(r.first_row, r.first_column); });
  return ranges;
}

}  // namespace huabiao::office
