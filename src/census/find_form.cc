#include "census/find_form.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace huabiao::census {
namespace {

// A row that outlives its visitor.
struct KeptRow {
  std::uint32_t number = 0;
  std::vector<std::string> texts;
  std::vector<table::Cell> cells;

  explicit KeptRow(const table::Row& row) : number(row.number) {
    const std::size_t count = std::min(row.cells.size(), FindLimits::kCellsKept);
    texts.reserve(count);  // the cells point into it
    for (const table::Cell& cell : row.cells.first(count)) {
      texts.emplace_back(cell.text);
      cells.push_back(cell);
      cells.back().text = texts.back();
    }
  }
  KeptRow(KeptRow&&) noexcept = default;
  KeptRow& operator=(KeptRow&&) noexcept = default;
  KeptRow(const KeptRow&) = delete;
  KeptRow& operator=(const KeptRow&) = delete;
  [[nodiscard]] table::Row row() const { return {number, cells}; }
};

struct Looked {
  std::optional<Header> header;
  std::vector<KeptRow> above;  // rows before the header
  std::string fullest;         // the row with the most cells, for the error
  std::size_t most_cells = 0;
  bool rows_below = false, any_rows = false;
};

std::string joined(const KeptRow& row) {
  std::string text;
  for (std::size_t i = 0; i < std::min(row.texts.size(), FindLimits::kNamesShown); ++i)
    text.append(i ? " | " : "").append(utf8::cut(utf8::squeeze(row.texts[i]), 60));
  return text;
}

Result<Looked> look_at(table::Source& source, std::size_t sheet) {
  Looked looked;
  std::vector<KeptRow> rows;
  const auto visit = [&](const table::Row& row) {
    looked.any_rows = true;
    rows.emplace_back(row);
    const KeptRow* const above = rows.size() > 1 ? &rows[rows.size() - 2] : nullptr;
    const table::Row above_row = above ? above->row() : table::Row{};
    Header header = recognise_row(rows.back().row(), above ? &above_row : nullptr);
    if (rows.back().cells.size() > looked.most_cells) {
      looked.most_cells = rows.back().cells.size();
      looked.fullest = joined(rows.back());
    }
    if (header.usable() && (!looked.header || header.form_columns() > looked.header->form_columns())) {
      looked.header = std::move(header);
      looked.rows_below = false;
    } else if (looked.header) {
      looked.rows_below = true;
    }
    const bool whole = looked.header && looked.header->form_columns() >= columns_of(Form::Annex2).size();
    return rows.size() < FindLimits::kRowsSearched && !(whole && looked.rows_below) ? table::Go::On : table::Go::Stop;
  };
  if (Done done = source.read(sheet, visit); !done) return fail(std::move(done));
  if (looked.header)
    for (KeptRow& row : rows)
      if (row.number < looked.header->row) looked.above.push_back(std::move(row));
  return looked;
}

std::string form_headers() {
  std::string text;
  for (const Column column : columns_of(Form::Annex3)) text.append(text.empty() ? "" : " | ").append(header_of(column));
  return text;
}

// The lines above the header: a title, and who hands the form in.
void read_lines_above(const Looked& looked, FoundForm& found) {
  for (const KeptRow& row : looked.above)
    for (std::size_t i = 0; i < row.texts.size(); ++i) {
      if (auto authority = authority_in(row.texts[i])) {
        if (authority->empty() && i + 1 < row.texts.size()) authority = utf8::squeeze(row.texts[i + 1]);
        if (!authority->empty()) found.authority = *std::move(authority);
        break;
      }
      const std::string text = utf8::without_space(row.texts[i]);
      const bool annex_number = text.starts_with("附件") && text.size() < 30;
      if (!found.title && !text.empty() && !annex_number && !recognise_header(text))
        found.title = utf8::squeeze(row.texts[i]);
    }
}

std::string sheet_names(const table::Source& source, const std::vector<std::size_t>& sheets) {
  std::string names;
  for (std::size_t i = 0; i < std::min(sheets.size(), FindLimits::kNamesShown); ++i)
    names.append(names.empty() ? "" : ", ").append(source.sheets()[sheets[i]].name);
  return names;
}

Result<std::vector<std::size_t>> sheets_to_look_at(table::Source& source, const std::optional<std::string>& wanted) {
  std::vector<std::size_t> all, named;
  for (std::size_t i = 0; i < source.sheets().size(); ++i) {
    all.push_back(i);
    const std::string& name = source.sheets()[i].name;
    if (wanted && (name == *wanted || utf8::without_space(name) == utf8::without_space(*wanted))) named.push_back(i);
  }
  if (!wanted) return all;
  if (named.empty()) return fail(Kind::NotFound, "census.no_such_sheet", *wanted, sheet_names(source, all));
  return std::vector{named.front()};
}

}  // namespace

Result<FoundForm> find_form(table::Source& source, const std::optional<std::string>& wanted) {
  auto sheets = sheets_to_look_at(source, wanted);
  if (!sheets) return fail(std::move(sheets));
  std::vector<std::size_t> forms;
  std::vector<Looked> seen(source.sheets().size());
  std::string found_instead;
  std::size_t most_cells = 0;
  for (const std::size_t sheet : *sheets) {
    auto looked = look_at(source, sheet);
    if (!looked) return fail(std::move(looked));
    seen[sheet] = *std::move(looked);
    if (seen[sheet].header) forms.push_back(sheet);
    if (seen[sheet].most_cells > most_cells) {
      most_cells = seen[sheet].most_cells;
      found_instead = source.sheets()[sheet].name + ": " + seen[sheet].fullest;
    }
  }
  if (forms.empty()) return fail(Kind::Unreadable, "census.wrong_form", found_instead, form_headers());
  // A template beside the filled-in form, or a hidden copy of it, is no second form.
  const auto prefer = [&](auto&& better) {
    if (std::ranges::any_of(forms, better)) std::erase_if(forms, [&](std::size_t sheet) { return !better(sheet); });
  };
  const auto is_visible = [&](std::size_t sheet) {
    return source.sheets()[sheet].visibility == table::Visibility::Visible;
  };
  prefer(is_visible);
  prefer([&](std::size_t sheet) { return seen[sheet].rows_below; });
  if (forms.size() > 1)
    return fail(Kind::Unreadable, "census.ambiguous_sheet", sheet_names(source, forms), "--sheet NAME");
  const std::size_t sheet = forms.front();
  if (!seen[sheet].rows_below) return fail(Kind::Unreadable, "census.empty_form", source.sheets()[sheet].name);
  FoundForm found{sheet, *std::move(seen[sheet].header), {}, {}, !is_visible(sheet)};
  read_lines_above(seen[sheet], found);
  return found;
}

}  // namespace huabiao::census
