#include "census/layout.h"

#include <algorithm>
#include <array>
#include <utility>

namespace huabiao::census {
namespace {

using table::CellStyle;
constexpr std::string_view kNone = "无";

// In an office's text the dot of a Chinese name is "·".
std::string chinese_name(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c == '.')
      out += "·";
    else
      out += c;
  return out;
}

// One name stands alone; several are numbered: "1. 甲·政务 2. 乙·政务".
std::string chinese_cell(const std::vector<std::string>& names) {
  if (names.empty()) return std::string(kNone);
  if (names.size() == 1) return chinese_name(names.front());
  std::string cell;
  for (std::size_t i = 0; i < names.size(); ++i)
    cell.append(i ? " " : "").append(std::to_string(i + 1)).append(". ").append(chinese_name(names[i]));
  return cell;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string cell;
  for (const std::string& text : texts) cell.append(cell.empty() ? "" : "、").append(text);
  return cell;
}

// The notice writes 0311—80000000.
std::string phone_cell(const std::vector<std::string>& phones) {
  std::string cell;
  for (const char c : joined(phones))
    if (c == '-')
      cell += "—";
    else
      cell += c;
  return cell.empty() ? std::string(kNone) : cell;
}

std::string or_none(const std::string& text) {
  return text.empty() ? std::string(kNone) : text;
}

constexpr std::array kSharedBySite = {Column::Site, Column::Contact, Column::Phone};

}  // namespace

std::string_view to_chinese(HungMark mark) {
  constexpr std::string_view kNames[] = {"是", "否", "未能核实"};
  return kNames[static_cast<std::size_t>(mark)];
}

std::vector<double> column_widths(Form form) {
  std::vector<double> widths = {28, 24, 24, 40, 10, 12, 20};
  if (form == Form::Annex3) widths.insert(widths.begin(), 28);
  return widths;
}

Layout::Layout(Form form, std::string authority, table::Sink& sink)
    : form_(form), authority_(std::move(authority)), sink_(sink) {
  const std::vector<Column> columns = columns_of(form_);
  for (const Column column : kSharedBySite)
    runs_.push_back({static_cast<std::uint32_t>(std::ranges::find(columns, column) - columns.begin()) + 1, 0, {}});
}

Done Layout::full_width_line(std::string_view text, CellStyle style) {
  const auto width = static_cast<std::uint32_t>(columns_of(form_).size());
  std::vector<table::OutCell> cells;
  for (std::uint32_t column = 1; column <= width; ++column)
    cells.push_back({column, style, column == 1 ? text : std::string_view()});
  const std::uint32_t row = next_row_++;
  if (Done done = sink_.row(row, cells); !done) return done;
  ++merged_;
  return sink_.merge({row, 1, row, width});
}

Done Layout::begin() {
  if (Done done = full_width_line(title_of(form_), CellStyle::Title); !done) return done;
  const std::string line = std::string(authority_label(form_)) + authority_;
  if (Done done = full_width_line(line, CellStyle::Line); !done) return done;
  std::vector<table::OutCell> cells;
  for (const Column column : columns_of(form_))
    cells.push_back({static_cast<std::uint32_t>(cells.size() + 1), CellStyle::Header, header_of(column)});
  return sink_.row(next_row_++, cells);
}

// Ends a run of equal cells above `next_row`.
Done Layout::close(Run& run, std::uint32_t next_row) {
  const std::uint32_t first = std::exchange(run.first_row, 0);
  if (first == 0 || next_row - first < 2) return {};
  ++merged_;
  return sink_.merge({first, run.column, next_row - 1, run.column});
}

Done Layout::add(const FormRow& row) {
  std::vector<std::string> texts;
  for (const Column column : columns_of(form_)) texts.push_back(text_of(row, column));
  const std::uint32_t number = next_row_++;
  const bool same_site = !row.site.empty() && row.site == site_;
  // A reader is no better off with more merged ranges than it can bear: beyond, the cells just repeat.
  const bool may_merge = merged_ + runs_.size() + 2 < table::Bounds::kMergedOut;
  site_ = row.site;
  std::vector<bool> covered(texts.size());
  for (Run& run : runs_) {
    const std::string& text = texts[run.column - 1];
    if (run.first_row != 0 && same_site && may_merge && run.text == text) {
      covered[run.column - 1] = true;
      continue;
    }
    if (Done done = close(run, number); !done) return done;
    run.first_row = number;
    run.text = text;
  }
  std::vector<table::OutCell> cells;
  cells.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    cells.push_back({static_cast<std::uint32_t>(i + 1), CellStyle::Left, covered[i] ? std::string_view() : texts[i]});
  return sink_.row(number, cells);
}

std::string Layout::text_of(const FormRow& row, Column column) {
  switch (column) {
    case Column::Department:
      return or_none(row.department);
    case Column::Organisation:
      return row.organisation;
    case Column::Site:
      return or_none(row.site);
    case Column::Ascii:
      return or_none(joined(row.ascii_domains));
    case Column::Chinese:
      return chinese_cell(row.chinese_domains);
    case Column::Mark:
      return std::string(to_chinese(row.mark));
    case Column::Contact:
      return or_none(row.contact);
    case Column::Phone:
      return phone_cell(row.phones);
    case Column::Number:
    case Column::Remark:
      break;
  }
  return {};
}

Done Layout::finish(std::string_view note) {
  for (Run& run : runs_)
    if (Done done = close(run, next_row_); !done) return done;
  if (note.empty()) return {};
  const table::OutCell cell{1, CellStyle::Note, note};  // runs on over the empty cells beside it, as in the notice
  return sink_.row(next_row_++, {&cell, 1});
}

}  // namespace huabiao::census
